import type { Cpu } from './cpu.ts';
import { freezePaused, resume, untilCompleted } from './campaign.ts';
import { prepareTenant, type Ground } from './ground.ts';
import type { Installation } from './installation.ts';
import type { Program } from './program.ts';

/** How fast something went, and its CPU time per text, microseconds. */
export type Measured = Cpu & { perSecond: number; seconds: number };

export type PathOptions = {
  texts: number;
  latencyMs: number;
  /** Requests that each sender may have open. */
  open: number;
  /** Senders that run already and share the work; one is started for this alone when absent. */
  senders?: readonly Program[];
  /** Two callbacks a text, taken in by a real API process. */
  callbacks?: boolean;
};

/** Texts that warm the programs up before a measurement: each connection plans a statement five times before it keeps a plan. */
const warmUpTexts = 10_000;

let tenants = 0;

/** Sends a campaign through real sender processes, every gate asked, every state in PostgreSQL. */
export async function measurePath(
  installation: Installation,
  options: PathOptions,
): Promise<Measured & { freezeSeconds: number; api: number }> {
  const { texts, open, callbacks = false } = options;
  const ground = await newGround(installation, texts);
  const warmUp = await newGround(installation, Math.min(warmUpTexts, texts));
  const first = await freezePaused(installation, warmUp);
  const campaign = await freezePaused(installation, ground);
  const own = options.senders === undefined ? [await installation.startSender(open)] : [];
  const processes = options.senders ?? own;
  const api = callbacks ? [await installation.startApi()] : [];
  const carrier = { latencyMs: options.latencyMs, callbacks, reset: true };
  await installation.tellCarrier({ ...carrier, authToken: warmUp.carrier.token });
  await resume(installation, first.id);
  await untilCompleted(installation, first.id);
  // The carrier signs with one account's token at a time.
  if (callbacks) await installation.untilApplied(warmUp.tenantId, 2 * Math.min(warmUpTexts, texts));
  await installation.settle();
  await installation.tellCarrier({ ...carrier, authToken: ground.carrier.token });
  const [before, apiBefore] = [await installation.cpu(processes), await installation.cpu(api)];
  const startedAt = performance.now();
  await resume(installation, campaign.id);
  await untilCompleted(installation, campaign.id);
  const seconds = (performance.now() - startedAt) / 1_000;
  if (callbacks) await installation.untilApplied(ground.tenantId, 2 * texts);
  const [after, apiAfter] = [await installation.cpu(processes), await installation.cpu(api)];
  const taken = await installation.askCarrier();
  if (taken.accepted !== texts || taken.phones !== texts) {
    throw new Error(`${texts} people were to get one text each, ${taken.phones} got ${taken.accepted}`);
  }
  await Promise.all([...own, ...api].map((program) => program.end()));
  return {
    ...perText({ before, after, seconds, texts }),
    freezeSeconds: campaign.freezeSeconds,
    api: (apiAfter.node - apiBefore.node) / texts,
  };
}

/** A tenant nobody has texted yet: states limit how many texts a person may get in a day. */
export function newGround(installation: Installation, contacts: number): Promise<Ground> {
  tenants += 1;
  return prepareTenant(installation, { name: `Bench ${tenants}`, phone: String(70_000 + tenants), contacts });
}

/** What lies between two looks at the CPU times, per text. */
export function perText({
  before,
  after,
  seconds,
  texts,
}: {
  before: Cpu;
  after: Cpu;
  seconds: number;
  texts: number;
}): Measured {
  return {
    perSecond: texts / seconds,
    seconds,
    node: (after.node - before.node) / texts,
    redis: (after.redis - before.redis) / texts,
    postgres: (after.postgres - before.postgres) / texts,
    carrier: (after.carrier - before.carrier) / texts,
  };
}
