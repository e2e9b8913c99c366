import { randomUUID } from 'node:crypto';
import { and, asc, eq, isNotNull } from 'drizzle-orm';
import { failingAfter } from '@sms-crm/contracts/links';
import { linkDomains } from '@sms-crm/db/tables/links';
import { withSystem } from '@sms-crm/db/transaction';
import { memberEmails } from '../access/member-emails.ts';
import { jobActor } from '../context/actor.ts';
import { createContext, withTransaction, type Services, type TxContext } from '../context/context.ts';
import { mail } from '../outbox/mail.ts';
import { linkDomainProblem } from './look-at.ts';

/** Domains looked at in one run, those first that were not looked at for longest, and how many at the same time. */
const mostDomains = 500;
const atOnce = 10;

type Watched = { tenantId: string; id: string; host: string };

/**
 * Looks whether verified domains still lead here. Whoever may change them is told when one does not several times in a row; another
 * one is never chosen by itself, since carriers take changing domains for evasion.
 *
 * @returns how many were looked at, and how many do not lead here
 */
export async function watchLinkDomains(
  services: Services,
  run: { signal: AbortSignal },
): Promise<{ looked: number; failing: number }> {
  const domains = await verifiedDomains(services);
  const result = { looked: 0, failing: 0 };
  for (let from = 0; from < domains.length && !run.signal.aborted; from += atOnce) {
    const problems = await Promise.all(domains.slice(from, from + atOnce).map((one) => look(services, one)));
    result.looked += problems.length;
    result.failing += problems.filter((problem) => problem !== null).length;
  }
  return result;
}

function verifiedDomains(services: Services): Promise<Watched[]> {
  return withSystem(services.system, (db) =>
    db
      .select({ tenantId: linkDomains.tenantId, id: linkDomains.id, host: linkDomains.host })
      .from(linkDomains)
      .where(isNotNull(linkDomains.verifiedAt))
      .orderBy(asc(linkDomains.checkedAt))
      .limit(mostDomains),
  );
}

async function look(services: Services, { tenantId, id, host }: Watched): Promise<string | null> {
  const problem = await linkDomainProblem(services, host);
  const who = { tenantId, actor: jobActor('links.watch-domains'), requestId: randomUUID() };
  await withTransaction(createContext(services, who), async (ctx) => {
    const [row] = await ctx.tx.db
      .select()
      .from(linkDomains)
      .where(and(eq(linkDomains.tenantId, tenantId), eq(linkDomains.id, id)))
      .for('no key update');
    if (row === undefined) return;
    const failures = problem === null ? 0 : row.failures + 1;
    const checkedAt = ctx.services.clock.now();
    await ctx.tx.db.update(linkDomains).set({ failures, problem, checkedAt }).where(eq(linkDomains.id, id));
    if (problem !== null && failures === failingAfter) await tell(ctx, host, problem);
  });
  return problem;
}

async function tell(ctx: TxContext, host: string, problem: string): Promise<void> {
  const told = await memberEmails(ctx, 'links:write');
  const text = `${problem}\n\nUntil it is mended, whoever taps a link on ${host} sees an error. New links can live elsewhere: choose another default under Settings, Links.\n`;
  await mail(
    ctx,
    told.map((to) => ({ to, subject: `Short links on ${host} do not work`, text })),
  );
}
