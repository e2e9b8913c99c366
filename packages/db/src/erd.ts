import type pg from 'pg';

type ColumnRow = { table: string; name: string; type: string; key: string };
type LinkRow = { child: string; parent: string; columns: string; optional: boolean; single: boolean };

const columnsQuery = `
  select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
    concat_ws(', ',
      case when exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary and a.attnum = any (i.indkey)) then 'PK' end,
      case when exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and a.attnum = any (k.conkey)) then 'FK' end
    ) as key
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.relname <> 'schema_migrations'
  order by c.relname, a.attnum`;

const linksQuery = `
  select k.conrelid::regclass::text as child, k.confrelid::regclass::text as parent,
    (select string_agg(a.attname, ', ' order by u.n) from unnest(k.conkey) with ordinality u (attnum, n)
      join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.attnum where a.attname <> 'tenant_id' or cardinality(k.conkey) = 1) as columns,
    exists (select from pg_attribute a where a.attrelid = k.conrelid and a.attnum = any (k.conkey) and not a.attnotnull) as optional,
    exists (select from pg_index i where i.indrelid = k.conrelid and i.indisunique and i.indpred is null
      and k.conkey @> (select array_agg(n) from unnest(i.indkey::int2[]) n)) as single
  from pg_constraint k where k.contype = 'f' and k.connamespace = 'public'::regnamespace
  order by 1, 2, 3`;

const introduction = `# Tables

Written by \`pnpm generate\` from the catalogue of a migrated database; the statements are in
[schema.sql](../packages/db/schema.sql). Every tenant table begins with \`tenant_id\`, its primary key is
\`(tenant_id, id)\`, and row-level security shows a process only the rows of the tenant it works for. Messages and
what hangs on them have no foreign keys, so that sending stays fast; those links are left out here.`;

/** Draws the tables and their foreign keys as a mermaid diagram in a markdown page. */
export async function drawErd(client: pg.ClientBase | pg.Pool): Promise<string> {
  const { rows: columns } = await client.query<ColumnRow>(columnsQuery);
  const { rows: links } = await client.query<LinkRow>(linksQuery);
  const tables = [...Map.groupBy(columns, (row) => row.table)].map(
    ([table, rows]) => `  ${table} {\n${rows.map(drawColumn).join('\n')}\n  }`,
  );
  const lines = ['erDiagram', ...links.map(drawLink), ...tables];
  return `${introduction}\n\n\`\`\`mermaid\n${lines.join('\n')}\n\`\`\`\n`;
}

function drawColumn({ name, type, key }: ColumnRow): string {
  return `    ${type.replaceAll(/\W+/g, '_')} ${name}${key === '' ? '' : ` ${key}`}`;
}

function drawLink({ child, parent, columns, optional, single }: LinkRow): string {
  return `  ${parent} ${optional ? '|o' : '||'}--${single ? 'o|' : 'o{'} ${child} : "${columns}"`;
}
