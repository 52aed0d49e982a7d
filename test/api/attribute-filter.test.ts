import * as fc from 'fast-check';
import { attributeExpression, createFilterReader } from '../../src/api/attribute-filter.ts';
import { parseFilter, type WrittenStep } from '../../src/api/filter-grammar.ts';
import type { AttributeExpression, FilterOperator, Step } from '../../src/store/filter.ts';

const member = (name: string): Step => ({ kind: 'member', name });
const [element, key]: Step[] = [{ kind: 'element' }, { kind: 'key' }];

function detailOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    expect(error).toMatchObject({ kind: 'Malformed' });
    return (error as Error).message;
  }
  throw new Error('it was not refused');
}

describe('the grammar of filters', () => {
  it.each([
    ['(eq,foo/bar,abc)', 'eq', ['foo', 'bar'], ['abc']],
    ["(eq,foo/bar,')1')", 'eq', ['foo', 'bar'], [')1']],
    ["(neq,baz,'''a')", 'neq', ['baz'], ["'a"]],
    ['(eq,~01/c~1~a/~be,10)', 'eq', ['~1', 'c/,', '@e'], ['10']],
    ["(in,foo,'a','bc')", 'in', ['foo'], ['a', 'bc']],
    ['(cont,a,b,c,d)', 'cont', ['a'], ['b', 'c', 'd']],
    ["(eq,a,'b,c')", 'eq', ['a'], ['b,c']],
    ["(eq,a,'')", 'eq', ['a'], ['']],
    ["(eq,a,'''')", 'eq', ['a'], ["'"]],
    ['(eq,a,b(c;d e/f@~é😀")', 'eq', ['a'], ['b(c;d e/f@~é😀"']],
    ['(eq,a b.c$d\'"é😀,x)', 'eq', ['a b.c$d\'"é😀'], ['x']],
    ['(eq,a(b)c,x)', 'eq', ['a(b)c'], ['x']],
    ['(eq,~0a~00~0b~bkey,x)', 'eq', ['~a~0~b@key'], ['x']],
  ] satisfies [string, FilterOperator, string[], string[]][])('reads %s', (filter, operator, names, values) => {
    expect(parseFilter(filter)).toEqual([{ operator, path: names.map(member), values, position: 1 }]);
  });

  it('reads @key as a step of its own', () => {
    expect(parseFilter("(eq,foo/@key,'abc')")).toEqual([
      { operator: 'eq', path: [member('foo'), key], values: ['abc'], position: 1 },
    ]);
  });

  it('reads expressions joined by a semicolon, and keeps where each begins', () => {
    const expressions = parseFilter("(eq,foo/bar,')1');(neq,baz,'''a')");
    expect(expressions.map(({ operator, position }) => [operator, position])).toEqual([
      ['eq', 1],
      ['neq', 19],
    ]);
  });

  it.each([
    ['', 'it is empty'],
    ['eq,a,b', 'at character 1, "(" is missing'],
    ['()', 'at character 2, "" is no operator'],
    ['(le,a,b)', 'at character 2, "le" is no operator; there are eq, neq, gt, lt, gte, lte, in, nin, cont, ncont'],
    ['(EQ,a,b)', 'at character 2, "EQ" is no operator'],
    ['(toString,a,b)', 'at character 2, "toString" is no operator'],
    ['(eq)', 'at character 4, "," is missing: the attribute follows the operator'],
    ['(gt,foo/bar)', 'at character 12, "," is missing: a value follows the attribute'],
    ['(gt,foo);(eq,a,b)', 'at character 8, "," is missing: a value follows the attribute'],
    ['(gt,foo,)', 'at character 9, a value is missing'],
    ['(in,foo,a,)', 'at character 11, a value is missing'],
    ['(gt,foo,1,2)', 'at character 10, gt takes one value'],
    ['(eq,a,b', 'at character 8, ")" is missing'],
    ["(eq,a,'b)", 'at character 7, a quoted value does not end'],
    ["(eq,a,'b''')x')", 'at character 13, ";" is missing'],
    ["(eq,a,'b'c)", 'at character 10, ")" is missing'],
    ["(eq,a,b'c)", "at character 8, a value with ' in it is quoted"],
    ['(eq,a,b)(eq,c,d)', 'at character 9, ";" is missing'],
    ['(eq,a,b);', 'at character 10, "(" is missing'],
    ['(eq,a,b) ;(eq,c,d)', 'at character 9, ";" is missing'],
    ['(eq,,b)', 'at character 5, an attribute has no name'],
    ['(eq,a//b,c)', 'at character 5, an attribute has no name'],
    ['(eq,a~c,b)', 'at character 5, "~c" is no escape'],
    ['(eq,a~,b)', 'at character 5, "~" is no escape'],
    ['(eq,@value,b)', 'at character 5, "@value" is not @key'],
    ['(eq,a,b\0)', 'at character 8, there is a NUL character'],
  ])('refuses %j', (filter, detail) => {
    expect(detailOf(() => parseFilter(filter))).toContain(`filter: ${detail}`);
  });

  it('reads what was written, whatever the names and values', () => {
    const text = fc.string({ unit: 'binary' }).filter((some) => !some.includes('\0'));
    // What looks like the end of an expression cannot be written in a name.
    const name = fc
      .oneof(text, fc.string({ unit: fc.constantFrom('~', '0', '1', 'a', 'b', '/', ',', '@', ')', "'", 'k') }))
      .filter((some) => some !== '' && !some.includes(');') && !some.includes('\0'));
    const value = fc.oneof(text, fc.string({ unit: fc.constantFrom("'", ',', ')', '(', ';', '~', 'a') }));
    const step = fc.oneof(
      { weight: 5, arbitrary: name.map((written): WrittenStep => ({ kind: 'member', name: written })) },
      { weight: 1, arbitrary: fc.constant<WrittenStep>({ kind: 'key' }) },
    );
    const path = fc.array(step, { minLength: 1, maxLength: 4 });
    const expression = fc.oneof(
      fc.record({
        operator: fc.constantFrom<FilterOperator>('eq', 'neq', 'gt', 'lt', 'gte', 'lte'),
        path,
        values: fc.tuple(value),
      }),
      fc.record({
        operator: fc.constantFrom<FilterOperator>('in', 'nin', 'cont', 'ncont'),
        path,
        values: fc.array(value, { minLength: 1, maxLength: 4 }),
      }),
    );
    fc.assert(
      fc.property(fc.array(expression, { minLength: 1, maxLength: 4 }), (expressions) => {
        const read = parseFilter(expressions.map(written).join(';'));
        expect(read.map(({ position: _position, ...rest }) => rest)).toEqual(expressions);
      }),
      { numRuns: 1000 },
    );
  });
});

interface Written {
  operator: FilterOperator;
  path: readonly WrittenStep[];
  values: readonly string[];
}

const ESCAPES: Record<string, string> = { '~': '~0', '/': '~1', ',': '~a', '@': '~b' };

/** As a client writes it: quotes only where they are needed. */
function written({ operator, path, values }: Written): string {
  const names = path.map((step) =>
    step.kind === 'key' ? '@key' : step.name.replaceAll(/[~/,@]/g, (character) => ESCAPES[character] ?? ''),
  );
  const quoted = values.map((value) => (/^$|[,)']/.test(value) ? `'${value.replaceAll("'", "''")}'` : value));
  return `(${[operator, names.join('/'), ...quoted].join(',')})`;
}

describe('a filter on a resource', () => {
  const onRequests = createFilterReader('vnfmig', 'MigrationRequest');
  const onZones = createFilterReader('vrinfo', 'ResourceZone');
  const onHosts = createFilterReader('vrinfo', 'ComputeHost');
  const onComputes = createFilterReader('vrinfo', 'VirtualCompute');
  const onThresholds = createFilterReader('envnotif', 'EnvironmentThreshold');
  const onStates = createFilterReader('envnotif', 'EnvironmentState');
  const onNotifications = createFilterReader('envnotif', 'EnvironmentNotificationSummary');
  const onEvacuations = createFilterReader('vnfmig', 'HostEvacuation');
  const onAlarms = createFilterReader('vrfm', 'Alarm');

  it.each([
    ['a string', onRequests, '(eq,vnfmId,vnfm-1)', [member('vnfmId')], 'string'],
    ['an integer', onRequests, '(gte,criticality,50)', [member('criticality')], 'number'],
    ['a number', onStates, '(lt,trend/value,-1.5e3)', [member('trend'), member('value')], 'number'],
    ['a boolean', onRequests, '(eq,cause/zoneWide,true)', [member('cause'), member('zoneWide')], 'boolean'],
    [
      'a time by reference',
      onRequests,
      '(lt,replyDeadline,2026-11-23T02:13:00Z)',
      [member('replyDeadline')],
      'dateTime',
    ],
    ['an enumeration', onAlarms, '(in,perceivedSeverity,MAJOR,CRITICAL)', [member('perceivedSeverity')], 'string'],
    ['a part of a whole', onHosts, '(eq,computeHostType,CONTAINER)', [member('computeHostType')], 'string'],
    [
      'what several parts declare',
      onComputes,
      '(neq,operationalState,ENABLED)',
      [member('operationalState')],
      'string',
    ],
    ['what is called required', onComputes, '(eq,required,false)', [member('required')], 'boolean'],
    [
      'a narrowed attribute',
      onNotifications,
      '(nin,environmentData/dataType,CODE)',
      [member('environmentData'), element, member('dataType')],
      'string',
    ],
    ['an array of scalars', onRequests, '(eq,vnfcInstanceIds,a)', [member('vnfcInstanceIds'), element], 'string'],
    [
      'an array of objects',
      onEvacuations,
      '(gt,timeline/timeStamp,2026-11-23T02:13:00.5+01:00)',
      [member('timeline'), element, member('timeStamp')],
      'dateTime',
    ],
    [
      'an array in an object in an object',
      onComputes,
      '(gte,nfviMaintenanceInfo/maxNumberOfImpactedInstances/groupSize,2)',
      [member('nfviMaintenanceInfo'), member('maxNumberOfImpactedInstances'), element, member('groupSize')],
      'number',
    ],
    ['a value of a free map', onZones, '(gt,metadata/owner,5)', [member('metadata'), member('owner')], 'any'],
    [
      'what is in a free map',
      onZones,
      '(eq,metadata/a.b/c,x)',
      [member('metadata'), member('a.b'), member('c')],
      'any',
    ],
    ['a value of a map', onThresholds, '(eq,stateLevels/ON,FAILED)', [member('stateLevels'), member('ON')], 'string'],
    ['the key of a map', onThresholds, '(cont,stateLevels/@key,O)', [member('stateLevels'), key], 'string'],
    ['a key called @key', onZones, '(eq,metadata/~bkey,x)', [member('metadata'), member('@key')], 'any'],
    ['what extends a problem', onRequests, '(eq,error/vendorCode,7)', [member('error'), member('vendorCode')], 'any'],
    ['what a problem declares', onRequests, '(eq,error/status,500)', [member('error'), member('status')], 'number'],
  ] as const)('resolves %s', (_, read, filter, path, type) => {
    expect(read(filter)).toEqual([expect.objectContaining({ path, type })]);
  });

  it('keeps operators and values as they were written, one expression after the other', () => {
    expect(onRequests("(in,vnfmId,a,'b,c');(lte,criticality,1e2)")).toEqual([
      { operator: 'in', path: [member('vnfmId')], type: 'string', values: ['a', 'b,c'] },
      { operator: 'lte', path: [member('criticality')], type: 'number', values: ['1e2'] },
    ]);
  });

  it.each([
    [
      onRequests,
      '(eq,id,a);(eq,colour,red)',
      'at character 11, colour: there is no attribute colour; possible are id, ',
    ],
    [onRequests, '(eq,toString,x)', 'there is no attribute toString'],
    [onRequests, '(eq,cause/colour,red)', 'cause/colour: there is no attribute colour; possible are parameterType, '],
    [onRequests, '(eq,id/x,red)', 'id/x: there is no x, because what is before it has no attributes'],
    [onRequests, '(eq,vnfcInstanceIds/x,red)', 'there is no x, because what is before it has no attributes'],
    [
      onRequests,
      '(eq,placement,x)',
      'placement: it has attributes, and one of them is to be named: excludedComputeHostIds',
    ],
    [onEvacuations, '(eq,timeline,x)', 'timeline: it has attributes, and one of them is to be named: timeStamp, step'],
    [onThresholds, '(eq,stateLevels,x)', 'it has attributes, and one of them is to be named: any key of the map, @key'],
    [onRequests, '(eq,_links/self/href,x)', '_links/self/href: it cannot be filtered on; possible are id, '],
    [onRequests, '(eq,@key,x)', '@key: @key is for maps only'],
    [onRequests, '(eq,placement/@key,x)', 'placement/@key: @key is for maps only'],
    [onRequests, '(eq,id/@key,x)', '@key is for maps only'],
    [onZones, '(eq,metadata/@key/a,x)', 'metadata/@key/a: nothing follows @key'],
    [onRequests, '(cont,criticality,5)', 'criticality: cont is for strings only'],
    [onRequests, '(ncont,replyDeadline,2026)', 'replyDeadline: ncont is for strings only'],
    [onRequests, '(in,cause/zoneWide,true)', 'cause/zoneWide: in is not for booleans; possible are eq, neq'],
    [onRequests, '(cont,cause/zoneWide,t)', 'cont is not for booleans'],
    [onRequests, '(eq,cause/zoneWide,1)', 'cause/zoneWide: "1" is neither true nor false'],
    [onRequests, '(gt,requestedAction,A)', 'gt is not for an enumeration; possible are eq, neq, in, nin'],
    [onThresholds, '(cont,stateLevels/ON,F)', 'cont is not for an enumeration'],
    [onRequests, '(eq,criticality,many)', 'criticality: "many" is not a number'],
    [onRequests, "(eq,criticality,'')", '"" is not a number'],
    [onRequests, '(eq,criticality,0x10)', '"0x10" is not a number'],
    [onRequests, '(eq,criticality,1e999)', '"1e999" is not a number'],
    [onRequests, '(in,criticality,1,NaN)', '"NaN" is not a number'],
    [onRequests, '(eq,replyDeadline,soon)', 'replyDeadline: "soon" is not a date and time'],
    [onRequests, '(eq,replyDeadline,2026-11-23)', '"2026-11-23" is not a date and time'],
    [onRequests, '(eq,replyDeadline,2026-02-30T00:00:00Z)', '"2026-02-30T00:00:00Z" is not a date and time'],
    [onRequests, '(eq,replyDeadline,2026-11-23T00:00:00)', '"2026-11-23T00:00:00" is not a date and time'],
    [onRequests, '(eq,replyDeadline,2026-11-23T00:00:00 01:00)', 'a + is written %2B in a URI'],
    [onRequests, '(gt,criticality,1,2)', 'gt takes one value'],
    [onRequests, '', 'it is empty'],
  ])('refuses what cannot be meant: %#', (read, filter, detail) => {
    const message = detailOf(() => read(filter));
    expect(message).toMatch(/^filter: /);
    expect(message).toContain(detail);
  });

  it('does not offer what cannot be filtered on', () => {
    expect(detailOf(() => onRequests('(eq,x,y)'))).not.toContain('_links');
  });

  it('knows no resource that the document does not have', () => {
    expect(() => createFilterReader('vnfmig', 'Nothing')).toThrow('vnfmig has no resource Nothing');
  });

  it('reads a filter on any key of a map as it was written', () => {
    const name = fc
      .string({ unit: 'binary', minLength: 1 })
      .filter((some) => !some.includes('\0') && !some.includes(');'));
    const value = fc.string({ unit: 'binary' }).filter((some) => !some.includes('\0'));
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value), { minLength: 1, maxLength: 3 }), (entries) => {
        const filter: AttributeExpression[] = entries.map(([each, is]) => ({
          operator: 'eq',
          path: [member('metadata'), member(each)],
          type: 'any',
          values: [is],
        }));
        expect(onZones(filter.map((each) => written(each as Written)).join(';'))).toEqual(filter);
      }),
    );
  });
});

it('an attribute that has to have a value is an expression', () => {
  const expected = createFilterReader('vnfmig', 'MigrationRequest')("(eq,vnfmId,'vnfm,1')");
  expect([attributeExpression('vnfmId', 'vnfm,1')]).toEqual(expected);
});
