import type { JsonSchema } from './openapi-parts.ts';

const samplesOfFormats: Record<string, string> = {
  uuid: '00000000-0000-7000-8000-000000000000',
  'date-time': '2026-01-01T12:00:00.000Z',
  date: '2026-01-01',
  email: 'someone@example.com',
  binary: '',
};

/** A value that fits a JSON schema, the same each time: what a reader fills in. */
export function sampleOf(schema: JsonSchema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined) return schema.default;
  if (schema.examples?.[0] !== undefined) return schema.examples[0];
  if (schema.enum !== undefined) return schema.enum[0];
  const [choice] = schema.oneOf ?? schema.anyOf ?? [];
  if (choice !== undefined) return sampleOf(choice);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'object') return sampleOfObject(schema);
  if (type === 'array') return schema.items === undefined ? [] : [sampleOf(schema.items)];
  if (type === 'boolean') return true;
  if (type === 'integer' || type === 'number') return Math.max(0, schema.minimum ?? 0);
  if (type === 'string') return sampleOfText(schema);
  return null;
}

function sampleOfObject(schema: JsonSchema): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([name, property]) => [name, sampleOf(property)]),
  );
}

function sampleOfText({ format, pattern, minLength }: JsonSchema): string {
  const known = format === undefined ? undefined : samplesOfFormats[format];
  if (known !== undefined) return known;
  if (pattern?.includes('\\+') === true) return '+14155550123';
  return 'text'.padEnd(minLength ?? 0, '-');
}
