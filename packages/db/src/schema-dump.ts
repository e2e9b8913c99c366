import type pg from 'pg';

/** One kind of thing in the catalogue: each row is one statement, in the order it is printed. */
type Section = { title: string; query: string };

/** The product's tables; the migrator's own one is left out. */
const ours = `c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'schema_migrations'`;

const columns = `
  select string_agg(format('  %I %s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
      case when a.attcollation <> t.typcollation then ' collate ' || quote_ident(l.collname) else '' end,
      case when a.attgenerated = 's' then format(' generated always as (%s) stored', pg_get_expr(d.adbin, d.adrelid))
           when d.adbin is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid) else '' end,
      case when a.attnotnull then ' not null' else '' end), E',\\n' order by a.attnum)
  from pg_attribute a join pg_type t on t.oid = a.atttypid
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  left join pg_collation l on l.oid = a.attcollation
  where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped`;

const constraintsOf = (kinds: string) => `
  select string_agg(format(E',\\n  constraint %I %s', k.conname, pg_get_constraintdef(k.oid)), '' order by k.contype, k.conname)
  from pg_constraint k where k.conrelid = c.oid and k.contype in (${kinds})`;

const sections: readonly Section[] = [
  {
    title: 'Functions',
    query: `select pg_get_functiondef(p.oid) || ';' as statement from pg_proc p
      where p.pronamespace = 'public'::regnamespace and p.prokind = 'f' order by p.proname`,
  },
  {
    title: 'Tables',
    query: `select format(E'create table %I (\\n%s%s\\n)%s;', c.relname, (${columns}), (${constraintsOf(`'p', 'u', 'c'`)}),
        case when c.reloptions is null then '' else ' with (' || array_to_string(c.reloptions, ', ') || ')' end) as statement
      from pg_class c where ${ours} order by c.relname`,
  },
  {
    title: 'Storage of large values',
    query: `select format('alter table %I alter column %I set storage external;', c.relname, a.attname) as statement
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      join pg_type t on t.oid = a.atttypid
      where ${ours} and a.attstorage = 'e' and t.typstorage <> 'e' order by c.relname, a.attname`,
  },
  {
    title: 'Foreign keys',
    query: `select format('alter table %I add constraint %I %s;', c.relname, k.conname, pg_get_constraintdef(k.oid)) as statement
      from pg_class c join pg_constraint k on k.conrelid = c.oid and k.contype = 'f'
      where ${ours} order by c.relname, k.conname`,
  },
  {
    title: 'Indexes',
    query: `select pg_get_indexdef(i.indexrelid) || ';' as statement
      from pg_class c join pg_index i on i.indrelid = c.oid join pg_class x on x.oid = i.indexrelid
      where ${ours} and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u'))
      order by c.relname, x.relname`,
  },
  {
    title: 'Row security',
    query: `select format(E'alter table %1$I enable row level security;\\nalter table %1$I force row level security;', c.relname) as statement
      from pg_class c where ${ours} and c.relrowsecurity and c.relforcerowsecurity order by c.relname`,
  },
  {
    title: 'Policies',
    query: `select format('create policy %I on %I for %s to %s using (%s)%s;', p.policyname, p.tablename, lower(p.cmd),
        array_to_string(p.roles, ', '), p.qual, ' with check (' || p.with_check || ')') as statement
      from pg_policies p where p.schemaname = 'public' order by p.tablename, p.policyname`,
  },
  {
    title: 'Grants',
    query: `with granted as (
        select c.relname, g.grantee::regrole::text as role, lower(g.privilege_type) as privilege, '' as columns
        from pg_class c cross join aclexplode(c.relacl) g where ${ours} and g.grantee <> c.relowner
        union all
        select c.relname, g.grantee::regrole::text, lower(g.privilege_type),
          format(' (%s)', string_agg(quote_ident(a.attname), ', ' order by a.attnum))
        from pg_class c join pg_attribute a on a.attrelid = c.oid cross join aclexplode(a.attacl) g
        where ${ours} and g.grantee <> c.relowner group by 1, 2, 3
      )
      select format('grant %s on %I to %s;', string_agg(privilege || columns, ', ' order by privilege, columns), relname, role) as statement
      from granted group by relname, role order by relname, role`,
  },
];

const heading = `-- What the migrations make, written by \`pnpm generate\` from the catalogue of a migrated database.
-- To read and to compare; the migrations are what runs.`;

/** Writes out the schema of a migrated database: the same schema gives the same text. */
export async function dumpSchema(client: pg.ClientBase | pg.Pool): Promise<string> {
  const texts = [heading, '-- Roles\n\ngrant usage on schema public to sms_app, sms_system;'];
  for (const { title, query } of sections) {
    const { rows } = await client.query<{ statement: string }>(query);
    const separator = title === 'Tables' || title === 'Functions' ? '\n\n' : '\n';
    if (rows.length > 0) texts.push(`-- ${title}\n\n${rows.map((row) => row.statement).join(separator)}`);
  }
  return `${texts.join('\n\n')}\n`;
}
