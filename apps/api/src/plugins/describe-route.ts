import { createJsonSchemaTransform, type jsonSchemaTransform } from 'fastify-type-provider-zod';

type Transform = typeof jsonSchemaTransform;
type Described = ReturnType<Transform>['schema'];

/** Formats say what their long patterns say. */
const transform = createJsonSchemaTransform({
  zodToJsonConfig: {
    override: ({ jsonSchema }) => {
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
    },
  },
});

const words: Record<string, string> = {
  200: 'Done',
  201: 'Made',
  202: 'Accepted; the work goes on',
  204: 'Done, nothing to say',
};

const problemAnswer = {
  description: 'What went wrong, and the fix',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

const idempotencyKey = {
  type: 'object',
  properties: {
    'idempotency-key': {
      type: 'string',
      minLength: 1,
      maxLength: 255,
      description: 'Makes it safe to send the same request again: it is answered as the first time.',
    },
  },
};

const fileForm = {
  type: 'object',
  required: ['file'],
  properties: { file: { type: 'string', format: 'binary', description: 'The CSV file' } },
};

/** Adds to each route what all have alike: its name, the problem answer, the idempotency header, and for public ones that no key is needed. */
export const describeRoute: Transform = (document) => {
  const { schema, url } = transform(document);
  if (schema === undefined || schema['hide'] === true) return { schema, url };
  const method = String(document.route.method).toLowerCase();
  const isPublic = document.route.config?.public === true;
  const isUnsafe = !['get', 'head'].includes(method);
  return {
    schema: {
      ...schema,
      operationId: nameOf(method, url),
      response: { ...answersOf(schema, url), default: problemAnswer },
      ...(isPublic ? { security: [] } : {}),
      ...(isUnsafe && !isPublic ? { headers: idempotencyKey } : {}),
      ...(takesFile(schema) ? { body: fileForm } : {}),
    },
    url,
  };
};

function takesFile(schema: Described): boolean {
  const consumes = schema?.['consumes'];
  return Array.isArray(consumes) && consumes.includes('multipart/form-data');
}

/** `get /v1/contacts/:id` is `getContactsId`. */
function nameOf(method: string, url: string): string {
  const parts = url.split(/[^a-z0-9]+/i).filter((part) => part !== '' && part !== 'v1');
  return [method, ...parts.map((part) => part.charAt(0).toUpperCase() + part.slice(1))].join('');
}

/** Answers without a schema are files, streams and redirects. */
function answersOf(schema: Described, url: string): Record<string, unknown> {
  const described = schema?.['response'];
  if (typeof described === 'object' && described !== null) {
    return Object.fromEntries(
      Object.entries(described).map(([status, answer]) => [status, answerOf(status, answer)]),
    );
  }
  if (url.endsWith('.csv')) return { 200: bodyOf('A CSV file in UTF-8', 'text/csv') };
  if (url.endsWith('/events')) {
    return {
      200: bodyOf('Server-Sent Events: the whole state at once and after each change', 'text/event-stream'),
    };
  }
  return { 302: { description: 'Leads on', type: 'null' } };
}

function answerOf(status: string, answer: unknown): object {
  const description = words[status] ?? 'Done';
  return { description, ...(typeof answer === 'object' ? answer : {}) };
}

function bodyOf(description: string, type: string): object {
  return { description, content: { [type]: { schema: { type: 'string' } } } };
}
