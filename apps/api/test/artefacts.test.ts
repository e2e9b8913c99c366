import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { openApiText } from '../src/artefacts/openapi-document.ts';
import { openApiParts } from '../src/artefacts/openapi-parts.ts';
import { postmanText } from '../src/artefacts/postman-collection.ts';

let text: string;
beforeAll(async () => {
  text = await openApiText();
});

test('docs/openapi.json is what the routes say', async () => {
  await expect(text).toMatchFileSnapshot('../../../docs/openapi.json');
});

test('the Postman collection is what the OpenAPI document says', async () => {
  await expect(postmanText(text)).toMatchFileSnapshot('../../../postman/sms-crm.postman_collection.json');
});

test('every operation has a name of its own, words, and a heading that exists', () => {
  const { paths, tags } = openApiParts.parse(JSON.parse(text));
  const operations = Object.values(paths).flatMap((path) => Object.values(path));
  const names = operations.map(({ operationId }) => operationId);
  expect(new Set(names).size).toBe(names.length);
  expect(operations.filter(({ summary }) => summary.trim() === '')).toEqual([]);
  const headings = new Set(tags.map(({ name }) => name));
  expect(operations.flatMap((operation) => operation.tags).filter((tag) => !headings.has(tag))).toEqual([]);
});

test('every operation of the document is a request of the collection', () => {
  const folders = z.object({ item: z.array(z.object({ item: z.array(z.unknown()) })) });
  const requests = folders.parse(JSON.parse(postmanText(text))).item.flatMap((folder) => folder.item);
  const { paths } = openApiParts.parse(JSON.parse(text));
  expect(requests).toHaveLength(Object.values(paths).flatMap((path) => Object.keys(path)).length);
});
