import { sql } from 'drizzle-orm';
import type { TxContext } from '../context/context.ts';

/** Keeps accounts from going live until this transaction ends: what it starts is simulated or not, and stays so. */
export async function holdStage(ctx: TxContext): Promise<void> {
  await ctx.tx.db.execute(sql`select from tenants where id = ${ctx.tenantId}::uuid for share`);
}

/** Waits for all who hold the stage, and makes the next ones wait. */
export async function changeStage(ctx: TxContext): Promise<void> {
  await ctx.tx.db.execute(sql`select from tenants where id = ${ctx.tenantId}::uuid for no key update`);
}
