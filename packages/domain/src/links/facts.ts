import { sql } from 'drizzle-orm';
import { runPrepared } from '@sms-crm/db/prepared';
import type { TxContext } from '../context/context.ts';
import type { DestinationRules } from './destination.ts';

/** What a tenant decided about its links, and where they live. */
export type LinkFacts = {
  /** Where new links live, without a slash at the end; `domainId` is null when that is the installation's own host. */
  origin: string;
  domainId: string | null;
  addUtm: boolean;
  expireDays: number | null;
  destinations: DestinationRules;
};

type Row = {
  domainId: string | null;
  host: string | null;
  allowHosts: string[] | null;
  expireDays: number | null;
  addUtm: boolean | null;
  ownHosts: string[];
};

/** Reads them; one prepared statement, since every claim asks. */
export async function readLinkFacts(ctx: TxContext): Promise<LinkFacts> {
  const { shortLinkOrigin, simulatorOrigin } = ctx.services.settings;
  const { rows } = await runPrepared<Row>(
    ctx.tx.db,
    sql`
    select d.id as "domainId", d.host, s.allow_hosts as "allowHosts", s.expire_days as "expireDays", s.add_utm as "addUtm",
      array(select host from link_domains where tenant_id = ${ctx.tenantId}::uuid) as "ownHosts"
    from (values (1)) one
    left join link_settings s on s.tenant_id = ${ctx.tenantId}::uuid
    left join link_domains d on d.tenant_id = ${ctx.tenantId}::uuid and d.is_default`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error('one row was asked for');
  return {
    origin: row.host === null ? shortLinkOrigin : `https://${row.host}`,
    domainId: row.domainId,
    addUtm: row.addUtm ?? true,
    expireDays: row.expireDays,
    destinations: {
      allowHosts: row.allowHosts ?? [],
      shortHosts: [new URL(shortLinkOrigin).hostname, ...row.ownHosts],
      exemptOrigin: simulatorOrigin ?? null,
    },
  };
}
