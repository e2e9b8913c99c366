import { openApiParts, type OpenApiParts, type Operation } from './openapi-parts.ts';
import { sampleOf } from './sample.ts';

const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';

/** Tells Postman that a newer file is the same collection. */
const collectionId = 'b1f2c3a4-5d6e-4f70-8a9b-0c1d2e3f4a5b';

/**
 * The Postman collection (v2.1) of an OpenAPI document: a folder for each tag, a request with sample values for each operation.
 *
 * @param openApiText the document as JSON text
 */
export function postmanText(openApiText: string): string {
  const document = openApiParts.parse(JSON.parse(openApiText));
  const collection = {
    info: {
      _postman_id: collectionId,
      name: document.info.title,
      description: document.info.description,
      schema,
    },
    auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{apiKey}}', type: 'string' }] },
    variable: [
      { key: 'baseUrl', value: 'http://localhost:3001' },
      { key: 'apiKey', value: '' },
    ],
    item: document.tags.map((tag) => ({ ...tag, item: requestsOf(document, tag.name) })),
  };
  return `${JSON.stringify(collection, null, 2)}\n`;
}

function requestsOf(document: OpenApiParts, tag: string): object[] {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, operation]) => operation.tags[0] === tag)
      .map(([method, operation]) => requestOf(method, path, operation)),
  );
}

function requestOf(method: string, path: string, operation: Operation): object {
  const body = bodyOf(operation);
  return {
    name: operation.summary,
    request: {
      method: method.toUpperCase(),
      description: [operation.description, `Operation ${operation.operationId}.`]
        .filter(Boolean)
        .join('\n\n'),
      ...(operation.security?.length === 0 ? { auth: { type: 'noauth' } } : {}),
      header: headersOf(operation, body),
      url: urlOf(path, operation),
      ...(body === undefined ? {} : { body }),
    },
    response: [],
  };
}

function urlOf(path: string, operation: Operation): object {
  const parameters = (place: string) => operation.parameters.filter((parameter) => parameter.in === place);
  const segments = path
    .slice(1)
    .split('/')
    .map((segment) => segment.replace(/^\{(.+)\}$/, ':$1'));
  const query = parameters('query').map((parameter) => ({
    key: parameter.name,
    value: textOf(sampleOf(parameter.schema)),
    ...(parameter.description === undefined ? {} : { description: parameter.description }),
    disabled: !parameter.required,
  }));
  const variable = parameters('path').map((parameter) => ({
    key: parameter.name,
    value: textOf(sampleOf(parameter.schema)),
  }));
  return {
    raw: ['{{baseUrl}}', ...segments].join('/'),
    host: ['{{baseUrl}}'],
    path: segments,
    ...(query.length > 0 ? { query } : {}),
    ...(variable.length > 0 ? { variable } : {}),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}

type Body = { mode: 'raw' | 'formdata'; [part: string]: unknown };

function bodyOf({ requestBody }: Operation): Body | undefined {
  const json = requestBody?.content['application/json'];
  if (json !== undefined) {
    return {
      mode: 'raw',
      raw: JSON.stringify(sampleOf(json.schema), null, 2),
      options: { raw: { language: 'json' } },
    };
  }
  const form = requestBody?.content['multipart/form-data'];
  if (form === undefined) return undefined;
  const parts = Object.keys(form.schema.properties ?? {});
  return { mode: 'formdata', formdata: parts.map((key) => ({ key, type: 'file', src: [] })) };
}

function headersOf(operation: Operation, body: Body | undefined): object[] {
  const repeatable = operation.parameters.some(({ name }) => name === 'idempotency-key');
  return [
    ...(body?.mode === 'raw' ? [{ key: 'content-type', value: 'application/json' }] : []),
    ...(repeatable ? [{ key: 'idempotency-key', value: '{{$guid}}' }] : []),
  ];
}
