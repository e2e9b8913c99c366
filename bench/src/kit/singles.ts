import { saySTOP, sendOne } from './api.ts';
import { untilTexted } from './arrivals.ts';
import type { Ground } from './ground.ts';
import type { Installation } from './installation.ts';
import { median } from './median.ts';

/** From the request to the text at the carrier, s. */
export type Delay = { median: number; longest: number };

/** Texts of no campaign, one at a time: confirmations of a STOP, and texts that somebody posts to people who are in no campaign. */
export async function measureSingles(
  installation: Installation,
  ground: Ground,
  times: number,
): Promise<{ confirmation: Delay; posted: Delay }> {
  const confirmations: number[] = [];
  const posted: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const [one, other] = [phoneOf(2 * time), phoneOf(2 * time + 1)];
    await addContact(installation, ground, other);
    confirmations.push(await delayOf(installation, one, () => saySTOP(installation, ground, one)));
    posted.push(await delayOf(installation, other, () => sendOne(installation, ground, other)));
  }
  return { confirmation: delays(confirmations), posted: delays(posted) };
}

function phoneOf(person: number): string {
  return `+1617555${1_000 + person}`;
}

async function addContact({ database }: Installation, { tenantId }: Ground, phone: string): Promise<void> {
  await database.owner.query(
    `insert into contacts (tenant_id, phone, country, consent) values ($1, $2, 'US', 'granted')`,
    [tenantId, phone],
  );
}

async function delayOf(installation: Installation, phone: string, act: () => Promise<void>): Promise<number> {
  const askedAt = Date.now();
  await act();
  return ((await untilTexted(installation, phone)) - askedAt) / 1_000;
}

function delays(seconds: readonly number[]): Delay {
  return { median: median(seconds), longest: Math.max(...seconds) };
}
