import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';

/** The usual check of the format, with what it lets pass beyond RFC 3339 5.6: an offset without minutes, any space for the T. */
const ajv = new Ajv({ validateSchema: false });
addFormats.default(ajv, ['date-time']);
export const isDateTime = ajv.compile<string>({
  type: 'string',
  format: 'date-time',
  pattern: '^\\d{4}-\\d\\d-\\d\\d[Tt ][\\d:.]+([Zz]|[+-]\\d\\d:\\d\\d)$',
});
