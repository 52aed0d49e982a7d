/** Keywords of JSON schema where a doubt is enough: whatever they refuse is looked at once more, by ajv's own. */
import { _, type Ajv, type Code, type CodeKeywordDefinition, type KeywordCxt } from 'ajv';

export function usePlainKeywords(ajv: Ajv): void {
  countAlternatives(ajv);
  measureCodeUnits(ajv);
}

/** An alternative that says which attributes there are, and what values some of them may have. */
interface Alternative {
  required?: string[];
  properties?: Record<string, { enum?: string[] }>;
}

/**
 * `oneOf`: ajv keeps what is wrong with each alternative that does not fit, though one does, at several objects for each datum.
 * Here alternatives of attributes are only counted; what is no object fits none. All others are as ajv has them.
 */
function countAlternatives(ajv: Ajv): void {
  const { code: codeOfAjv, trackErrors = true } = ajv.getKeyword('oneOf') as CodeKeywordDefinition;
  ajv.removeKeyword('oneOf');
  ajv.addKeyword({
    keyword: 'oneOf',
    schemaType: 'array',
    trackErrors,
    code(context: KeywordCxt, ruleType) {
      const { data } = context;
      const alternatives = context.schema as Alternative[];
      if (!alternatives.every(isOfAttributes)) {
        codeOfAjv(context, ruleType);
        return;
      }
      const count = alternatives.map((one) => _`Number(${fits(data, one)})`).reduce((sum, one) => _`${sum} + ${one}`);
      const isObject = _`typeof ${data} === "object" && ${data} !== null && !Array.isArray(${data})`;
      context.pass(_`${isObject} && ${count} === 1`);
    },
  });
}

function isOfAttributes({ required: _required, properties = {}, ...others }: Alternative): boolean {
  const schemas = Object.values(properties);
  return isEmpty(others) && schemas.every(({ enum: values, ...rest }) => values !== undefined && isEmpty(rest));
}

const isEmpty = (object: object): boolean => Object.keys(object).length === 0;

function fits(data: Code, { required = [], properties = {} }: Alternative): Code {
  const areThere = required.map((name) => _`${data}[${name}] !== undefined`);
  const areAllowed = Object.entries(properties).map(([name, { enum: values = [] }]) =>
    values.reduce((any, value) => _`${any} || ${data}[${name}] === ${value}`, _`${data}[${name}] === undefined`),
  );
  return [...areThere, ...areAllowed].reduce((all, one) => _`${all} && (${one})`, _`true`);
}

/**
 * `maxLength` and `minLength` are of characters, which ajv counts one by one. There are as many code units, or up to twice as
 * many: so a text that has few enough, or enough of them even if each second one is lost, is surely right.
 */
function measureCodeUnits(ajv: Ajv): void {
  for (const keyword of ['maxLength', 'minLength']) ajv.removeKeyword(keyword);
  const common = { type: 'string', schemaType: 'number' } as const;
  ajv.addKeyword({
    keyword: 'maxLength',
    ...common,
    code(context: KeywordCxt) {
      context.pass(_`${context.data}.length <= ${context.schema as number}`);
    },
  });
  ajv.addKeyword({
    keyword: 'minLength',
    ...common,
    code(context: KeywordCxt) {
      context.pass(_`${context.data}.length >= ${2 * (context.schema as number) - 1}`);
    },
  });
}
