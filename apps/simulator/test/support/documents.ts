import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { documentFile } from './document-file.ts';
import { asObject } from './running.ts';

/** One request to the carrier and its answer. */
export type Exchange = {
  method: string;
  /** Path and query. */
  url: string;
  form: Record<string, unknown>;
  status: number;
  body: unknown;
};

const formats: Record<string, RegExp | true> = {
  'date-time-rfc-2822': /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} \+0000$/,
  'date-time': /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/,
  'phone-number': /^(\+?\d{3,15}|\(\d{3}\) \d{3}-\d{4})$/,
  'phone-number-capabilities': true,
  'iso-country-code': /^[A-Z]{2}$/,
  'http-method': /^(GET|POST)$/,
  uri: /^(https?:\/\/|\/2010-04-01\/|$)/,
  'uri-map': true,
  currency: /^[A-Z]{3}$/,
  int32: true,
  int64: true,
};

/** Twilio's document of one API; requests and answers are held against it. */
class ApiDocument {
  readonly #paths: [RegExp, Record<string, unknown>][];
  readonly #ajv = new Ajv({ strict: false, allErrors: true });
  readonly #coercing = new Ajv({ strict: false, allErrors: true, coerceTypes: 'array' });

  constructor(name: string, adapt: Adapt = readable) {
    const text = readFileSync(documentFile(name), 'utf8');
    const document = asObject(adapted(JSON.parse(text), adapt));
    for (const ajv of [this.#ajv, this.#coercing]) {
      for (const [format, rule] of Object.entries(formats)) ajv.addFormat(format, rule);
      for (const [schema, shape] of Object.entries(asObject(asObject(document['components'])['schemas']))) {
        ajv.addSchema(closed(asObject(shape)), `#/components/schemas/${schema}`);
      }
    }
    this.#paths = Object.entries(asObject(document['paths'])).map(([path, operations]) => {
      const pattern = path.replaceAll('.', String.raw`\.`).replaceAll(/\{\w+\}/g, '[^/.]+');
      return [new RegExp(`^${pattern}$`), asObject(operations)];
    });
  }

  has(exchange: Exchange): boolean {
    return this.#operation(exchange) !== undefined;
  }

  /** @throws naming every difference between the exchange and the document */
  check(exchange: Exchange): void {
    const operation = this.#operation(exchange);
    if (operation === undefined) throw new Error(`${exchange.method} ${exchange.url} is not in the document`);
    this.#checkQuery(operation, exchange);
    if (exchange.status >= 400) return;
    if (exchange.method === 'POST') this.#checkForm(operation, exchange);
    const responses = asObject(operation['responses']);
    const declared = asObject(responses[String(exchange.status)] ?? fail(`status ${exchange.status}`));
    if (declared['content'] === undefined) return;
    const schema = asObject(asObject(asObject(declared['content'])['application/json'])['schema']);
    run('answer', this.#ajv.compile(closed(schema)), exchange.body, this.#ajv);
  }

  #operation({ method, url }: Exchange): Record<string, unknown> | undefined {
    const path = url.split('?')[0] ?? '';
    const operations = this.#paths.find(([pattern]) => pattern.test(decodeURIComponent(path)))?.[1];
    const operation = operations?.[method.toLowerCase()];
    return operation === undefined ? undefined : asObject(operation);
  }

  #checkQuery(operation: Record<string, unknown>, { url }: Exchange): void {
    const parameters = Array.isArray(operation['parameters']) ? operation['parameters'].map(asObject) : [];
    const inQuery = parameters.filter((parameter) => parameter['in'] === 'query');
    const properties = Object.fromEntries(inQuery.map(({ name, schema }) => [String(name), schema]));
    const query = Object.fromEntries(new URL(url, 'http://carrier').searchParams);
    const validate = this.#coercing.compile({ type: 'object', properties, additionalProperties: false });
    run('query', validate, query, this.#coercing);
  }

  #checkForm(operation: Record<string, unknown>, { form }: Exchange): void {
    const content = asObject(asObject(operation['requestBody'])['content']);
    const schema = asObject(asObject(content['application/x-www-form-urlencoded'])['schema']);
    run('form', this.#coercing.compile(closed(schema)), { ...form }, this.#coercing);
  }
}

/** What Twilio does not document, the simulator does not send. */
function closed(schema: Record<string, unknown>): Record<string, unknown> {
  return schema['properties'] === undefined ? schema : { ...schema, additionalProperties: false };
}

type Adapt = (node: Record<string, unknown>) => Record<string, unknown>;

/** Ajv knows `nullable` only beside a type; what has no type may be null anyway. */
const readable: Adapt = ({ nullable, ...node }) =>
  nullable === undefined || node['type'] === undefined ? node : { ...node, nullable };

/** Lookup's document forgets that what was not asked for is null, as in all of its examples. */
const withNulls: Adapt = (node) => {
  if (typeof node['$ref'] === 'string') return { anyOf: [node, { type: 'null' }] };
  return node['type'] === 'string' || node['type'] === 'integer' ? { ...node, nullable: true } : node;
};

function adapted(node: unknown, adapt: Adapt): unknown {
  if (Array.isArray(node)) return node.map((item) => adapted(item, adapt));
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).map(([key, value]) => [key, adapted(value, adapt)] as const);
  return adapt(Object.fromEntries(entries));
}

function run(what: string, validate: ValidateFunction, value: unknown, ajv: Ajv): void {
  if (!validate(value)) throw new Error(`${what}: ${ajv.errorsText(validate.errors)}`);
}

function fail(what: string): never {
  throw new Error(`the document has no ${what}`);
}

const documents = [
  new ApiDocument('twilio-numbers'),
  new ApiDocument('twilio-lookups', withNulls),
  new ApiDocument('twilio-messaging'),
];

/** Whether one of the documents beside that of creating, listing and fetching messages has this request. */
export function isDocumented(exchange: Exchange): boolean {
  return documents.some((document) => document.has(exchange));
}

/** Holds a request and its answer against Twilio's document. @throws naming every difference */
export function checkExchange(exchange: Exchange): void {
  const document = documents.find((candidate) => candidate.has(exchange));
  if (document === undefined) fail(`${exchange.method} ${exchange.url}`);
  document.check(exchange);
}
