import { sql } from 'drizzle-orm';
import type { ClickSettings } from '@sms-crm/contracts/clicks';
import { runPrepared } from '@sms-crm/db/prepared';
import type { TxContext } from '../context/context.ts';

/**
 * Version of what this code knows of machines: agents, headers, networks, and how hits are compared.
 * Raised with every change of it, so that clicks judged before can be found and judged again.
 */
const codeVersion = 1;

/** What a tenant sets. */
export type Figures = Pick<ClickSettings, 'ipMode' | 'tooEarlyMs' | 'burstTexts' | 'burstMs' | 'duplicateMs'>;

/** What a tenant's clicks are judged by. `name` is kept with each of them. */
export type Rules = Figures & {
  name: string;
  /** The tenant's own country database. */
  countriesId: string | null;
};

export const usualRules = {
  ipMode: 'cut',
  tooEarlyMs: 3_000,
  burstTexts: 5,
  burstMs: 10_000,
  duplicateMs: 10_000,
} as const satisfies Figures;

/** All links of one text opened within this time are a machine's work, ms. */
export const allLinksMs = 1_000;

/** How far apart hits can be that say something about each other, ms. */
export function windowMs(rules: Pick<Rules, 'burstMs' | 'duplicateMs'>): number {
  return Math.max(rules.burstMs, rules.duplicateMs, allLinksMs);
}

export function rulesName(settingsVersion: number): string {
  return `${codeVersion}.${settingsVersion}`;
}

/** The rules of now. Read for every batch of clicks, so in one statement. */
export async function readRules(ctx: TxContext): Promise<Rules> {
  const { rows } = await runPrepared<Omit<Rules, 'name'> & { version: number }>(
    ctx.tx.db,
    sql`
    select coalesce(s.ip_mode, ${usualRules.ipMode}) as "ipMode", coalesce(s.too_early_ms, ${usualRules.tooEarlyMs}::int) as "tooEarlyMs",
      coalesce(s.burst_texts, ${usualRules.burstTexts}::int) as "burstTexts", coalesce(s.burst_ms, ${usualRules.burstMs}::int) as "burstMs",
      coalesce(s.duplicate_ms, ${usualRules.duplicateMs}::int) as "duplicateMs", coalesce(s.version, 1) as version, d.id as "countriesId"
    from (select ${ctx.tenantId}::uuid as tenant_id) t
    left join click_settings s using (tenant_id)
    left join country_databases d using (tenant_id)`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error('the rules of clicks could not be read');
  const { version, ...rules } = row;
  return { ...rules, name: rulesName(version) };
}
