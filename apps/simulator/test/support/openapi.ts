import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { documentFile } from './document-file.ts';
import { asObject } from './running.ts';

const document = asObject(JSON.parse(readFileSync(documentFile('twilio-messages'), 'utf8')));

/** Walks down the document. @throws when a name is missing */
function at(...names: string[]): Record<string, unknown> {
  return names.reduce((node, name) => asObject(node[name]), document);
}

/** Responses must have every property of their schema and no other: Twilio always sends them all. */
function closed(schema: Record<string, unknown>): Record<string, unknown> {
  return { ...schema, required: Object.keys(asObject(schema['properties'])), additionalProperties: false };
}

const rfc2822 = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} \+0000$/;
const isUriMap = (value: unknown) =>
  Object.values(asObject(value)).every((uri) => String(uri).startsWith('/'));

const ajv = new Ajv({ strict: false, allErrors: true, coerceTypes: 'array' })
  .addFormat('date-time-rfc-2822', rfc2822)
  .addFormat('phone-number', /^(\+\d{7,15}|\d{3,8}|[\w ]{1,11})?$/)
  .addFormat('uri', /^(https?:\/\/|\/2010-04-01\/)/)
  .addFormat('currency', /^[A-Z]{3}$/)
  .addFormat('uri-map', true)
  .addFormat('int64', true)
  .addFormat('date-time', /^\d{4}-\d{2}-\d{2}/);
const strict = new Ajv({ strict: false, allErrors: true });
for (const name of Object.keys(ajv.formats)) {
  const format = ajv.formats[name];
  if (format !== undefined) strict.addFormat(name, format);
}

const schemas = at('components', 'schemas');
const messageName = 'api.v2010.account.message';
for (const [name, schema] of Object.entries(schemas)) {
  const shape = name === messageName ? closed(asObject(schema)) : asObject(schema);
  ajv.addSchema(shape, `#/components/schemas/${name}`);
  strict.addSchema(shape, `#/components/schemas/${name}`);
}

const many = '/2010-04-01/Accounts/{AccountSid}/Messages.json';
const one = '/2010-04-01/Accounts/{AccountSid}/Messages/{Sid}.json';
const jsonOf = (path: string, method: string, status: string) =>
  at('paths', path, method, 'responses', status, 'content', 'application/json', 'schema');

const responses = {
  create: strict.compile(jsonOf(many, 'post', '201')),
  fetch: strict.compile(jsonOf(one, 'get', '200')),
  list: strict.compile(closed(jsonOf(many, 'get', '200'))),
  error: strict.compile({
    type: 'object',
    required: ['code', 'message', 'more_info', 'status'],
    additionalProperties: false,
    properties: {
      code: { type: 'integer' },
      message: { type: 'string', minLength: 5 },
      more_info: { type: 'string', pattern: '^https://www.twilio.com/docs/errors/\\d{5}$' },
      status: { type: 'integer' },
    },
  }),
};

const form = at(
  'paths',
  many,
  'post',
  'requestBody',
  'content',
  'application/x-www-form-urlencoded',
  'schema',
);
const createForm = ajv.compile({ ...form, additionalProperties: false });

/** Checks an answer against Twilio's document, or an error against the form all errors have. @throws naming every difference */
export function checkResponse(kind: keyof typeof responses, body: unknown): void {
  const validate = responses[kind];
  if (!validate(body)) throw new Error(`${kind}: ${ajv.errorsText(validate.errors)}`);
  if (kind === 'create' || kind === 'fetch') {
    if (!isUriMap(asObject(body)['subresource_uris'])) throw new Error(`${kind}: subresource_uris`);
  }
}

/** Checks a create request's form against Twilio's document. @throws naming every difference */
export function checkCreateForm(fields: Record<string, unknown>): void {
  if (!createForm({ ...fields })) throw new Error(`create form: ${ajv.errorsText(createForm.errors)}`);
}

/** Checks a list request's query against Twilio's document. @throws naming every difference */
export function checkListQuery(query: Record<string, unknown>): void {
  const parameters = at('paths', many, 'get')['parameters'];
  if (!Array.isArray(parameters)) throw new Error('the document has no parameters');
  const fields = parameters.map(asObject).filter((parameter) => parameter['in'] === 'query');
  const properties = Object.fromEntries(fields.map(({ name, schema }) => [String(name), schema]));
  const validate = ajv.compile({ type: 'object', properties, additionalProperties: false });
  if (!validate({ ...query })) throw new Error(`list query: ${ajv.errorsText(validate.errors)}`);
}
