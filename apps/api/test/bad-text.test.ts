import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { problem } from '@sms-crm/contracts/errors';
import { openApiParts, type JsonSchema } from '../src/artefacts/openapi-parts.ts';
import { sampleOf } from '../src/artefacts/sample.ts';
import { call, createTestApp, newTenantKeys, type TestApp } from './kit.ts';

let kit: TestApp;
let app: FastifyInstance;
let key: string | undefined;
beforeAll(async () => {
  kit = await createTestApp();
  app = kit.app;
  key = (await newTenantKeys(kit.services)).keys['owner'];
});
afterAll(() => kit.close());

/** Half of a surrogate pair between letters. */
const broken = 'half \ud800 a pair';
/** The same, and a character that nobody types and no database stores. */
const brokenTwice = `${broken} \u0000 and nothing`;

type Case = { field: string; value: unknown };

/** Bodies that fit the schema but for one text, which is broken, for each text that it has. */
function brokenIn(schema: JsonSchema, field = ''): Case[] {
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices !== undefined) return choices.flatMap((choice) => brokenIn(choice, field));
  if (schema.type === 'array') return arraysBrokenIn(schema.items ?? {}, field);
  if (schema.type === 'object') return objectsBrokenIn(schema, field);
  const isText = schema.type === 'string' && schema.enum === undefined && schema.const === undefined;
  return isText ? [{ field, value: brokenTwice }] : [];
}

function arraysBrokenIn(items: JsonSchema, field: string): Case[] {
  return brokenIn(items, `${field}.0`).map((inner) => ({ ...inner, value: [inner.value] }));
}

function objectsBrokenIn(schema: JsonSchema, field: string): Case[] {
  const sample = Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([name, property]) => [name, sampleOf(property)]),
  );
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
    brokenIn(property, field === '' ? name : `${field}.${name}`).map((inner) => ({
      field: inner.field,
      value: { ...sample, [name]: inner.value },
    })),
  );
}

async function refusals(url: string, method: string, body: unknown) {
  const answer = await call(app, key, {
    method: method === 'put' ? 'PUT' : method === 'patch' ? 'PATCH' : 'POST',
    url,
    headers: { 'content-type': 'application/json' },
    payload: JSON.stringify(body),
  });
  expect([url, answer.status]).toEqual([url, 400]);
  return problem.parse(answer.body).errors;
}

test('half a character or a control character is refused by its field, in every text that any route takes', async () => {
  const { paths } = openApiParts.parse(JSON.parse(JSON.stringify(app.swagger())));
  const seen: string[] = [];
  for (const [path, operations] of Object.entries(paths)) {
    const url = path.replace(/\{\w+\}/, '00000000-0000-7000-8000-000000000000');
    for (const [method, { requestBody }] of Object.entries(operations)) {
      for (const { field, value } of brokenIn(requestBody?.content['application/json']?.schema ?? {})) {
        const named = (await refusals(url, method, value))?.filter((error) => error.field === field);
        expect([url, field, named?.length ?? 0]).not.toEqual([url, field, 0]);
        seen.push(`${path} ${field}`);
      }
    }
  }
  expect(seen).toEqual(
    expect.arrayContaining(['/v1/campaigns template', '/v1/contacts tags.0', '/v1/setup password']),
  );
});

function addContact(firstName: string) {
  return call(app, key, {
    method: 'POST',
    url: '/v1/contacts',
    payload: { phone: '+14155552671', firstName, attributes: { note: firstName } },
  });
}

test('the refusal says what is wrong; whole characters outside the basic plane are welcome', async () => {
  const refused = await addContact(broken);
  const detail = 'Half a character (a lone surrogate) is in the text; type it again';
  expect(refused).toMatchObject({
    status: 400,
    body: {
      code: 'invalid_input',
      errors: [
        { field: 'firstName', detail },
        { field: 'attributes.note', detail },
      ],
    },
  });
  expect(await addContact('Zoë 😀')).toMatchObject({ status: 201, body: { firstName: 'Zoë 😀' } });
});

function write(template: string) {
  return call(app, key, { method: 'POST', url: '/v1/campaigns', payload: { name: 'Spring', template } });
}

test('a control character is named with its place; tabs and line ends are welcome', async () => {
  expect(await write('Hi \u001b[1mthere')).toMatchObject({
    status: 400,
    body: {
      errors: [
        {
          field: 'template',
          detail: 'The control character U+001B stands at place 4 of the text; delete it',
        },
      ],
    },
  });
  expect(await write('Hi\tthere,\r\nyou')).toMatchObject({
    status: 201,
    body: { template: 'Hi\tthere,\r\nyou' },
  });
});

test('a search for what cannot be stored names its parameter', async () => {
  expect(await call(app, key, { url: '/v1/campaigns?q=a%00b' })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'q', detail: expect.stringContaining('U+0000') as unknown }] },
  });
});

function post(payload: Buffer) {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return call(app, key, { method: 'POST', url: '/v1/contacts', headers, payload });
}

test('a body that is not UTF-8 is refused, and nothing of it is kept', async () => {
  const payload = Buffer.concat([
    Buffer.from('{"phone": "+14155552672", "firstName": "Zo'),
    Buffer.from([0xeb]),
    Buffer.from('"}'),
  ]);
  expect(await post(payload)).toMatchObject({
    status: 400,
    body: { code: 'invalid_input', detail: expect.stringContaining('not valid UTF-8') as unknown },
  });
  const fits = Buffer.from('{"phone": "+14155552672", "firstName": "Zoë"}');
  expect(await post(fits)).toMatchObject({ status: 201, body: { firstName: 'Zoë' } });
});

test('a path that is none is a problem too', async () => {
  for (const url of ['/%', '/v1/contacts/%zz', `/v1/contacts/${'x'.repeat(101)}`]) {
    const answer = await call(app, key, { url, headers: { 'x-request-id': 'a-known-request' } });
    expect([url, answer.status]).toEqual([url, 400]);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/problem+json; charset=utf-8',
      'x-request-id': 'a-known-request',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    expect(problem.parse(answer.body)).toMatchObject({
      code: 'invalid_input',
      requestId: 'a-known-request',
      detail: expect.stringContaining('Write % as %25') as string,
    });
  }
});
