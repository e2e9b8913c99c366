import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { z } from 'zod';
import type { Received } from './scripted-carrier.ts';

const anything = z.record(z.string(), z.unknown());
const operation = z.object({
  parameters: z.array(z.object({ name: z.string(), in: z.string(), schema: anything })).default([]),
  requestBody: z
    .object({ content: z.object({ 'application/x-www-form-urlencoded': z.object({ schema: anything }) }) })
    .optional(),
});
const openApi = z.object({
  paths: z.record(z.string(), anything),
  components: z.object({ schemas: z.record(z.string(), anything) }),
});

const documents = ['twilio-messages', 'twilio-lookups'].map((name) =>
  openApi.parse(JSON.parse(readFileSync(join(import.meta.dirname, `fixtures/${name}.openapi.json`), 'utf8'))),
);

/** Forms and queries are texts, so numbers and single items of lists are read out of them. */
const ajv = new Ajv({ strict: false, allErrors: true, coerceTypes: 'array' })
  .addFormat('phone-number', /^\+\d{7,15}$/)
  .addFormat('int64', true)
  .addFormat('iso-country-code', /^[A-Z]{2}$/)
  .addFormat('uri', /^https?:\/\//)
  .addFormat('date-time', /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}Z)?$/);
for (const { components } of documents) {
  for (const [name, schema] of Object.entries(components.schemas)) {
    if (schema['enum'] !== undefined) ajv.addSchema(schema, `#/components/schemas/${name}`);
  }
}

/** Holds a request of ours against Twilio's documents. @throws naming every difference */
export function checkRequest({ method, path, form }: Pick<Received, 'method' | 'path' | 'form'>): void {
  const { pathname, searchParams } = new URL(path, 'http://carrier.test');
  const { parameters, requestBody } = operationOf(method, decodeURIComponent(pathname));
  const inQuery = parameters.filter((parameter) => parameter.in === 'query');
  const query = Object.fromEntries(inQuery.map(({ name, schema }) => [name, schema]));
  check('query', { type: 'object', properties: query }, [...searchParams]);
  const body = requestBody?.content['application/x-www-form-urlencoded'].schema;
  check('form', body ?? { type: 'object', properties: {} }, form);
}

function operationOf(method: string, pathname: string): z.infer<typeof operation> {
  for (const { paths } of documents) {
    for (const [template, operations] of Object.entries(paths)) {
      const pattern = template.replaceAll('.', String.raw`\.`).replaceAll(/\{\w+\}/g, '[^/]+');
      const found = operations[method.toLowerCase()];
      if (found !== undefined && new RegExp(`^${pattern}$`).test(pathname)) return operation.parse(found);
    }
  }
  throw new Error(`Twilio documents no ${method} ${pathname}`);
}

function check(what: string, schema: Record<string, unknown>, fields: [string, string][]): void {
  const values = Object.fromEntries(fields);
  if (Object.keys(values).length < fields.length) throw new Error(`${what}: a field is there twice`);
  if (ajv.validate({ ...schema, additionalProperties: false }, values)) return;
  throw new Error(`${what}: ${ajv.errorsText(ajv.errors)}`);
}
