// What a status callback costs from the carrier's request to its place in PostgreSQL, beside checking its signature alone, and how fast
// callbacks are applied to texts, counters and ledger. All figures of one run on one machine.
import { measureApply } from './kit/apply.ts';
import { measureIntake } from './kit/callbacks.ts';
import { Installation } from './kit/installation.ts';
import { slowerThanPromised, webhookPromises } from './kit/promises.ts';
import { report, say } from './kit/report.ts';
import { verdict } from './kit/verdict.ts';

const quick = process.argv.includes('--quick');
const texts = quick ? 150 : 25_000;
const rounds = quick ? 1 : 3;
const connections = quick ? 16 : 512;

const installation = await Installation.open();
try {
  const { floor, api, ratios, ground, callbacks } = await measureIntake(installation, {
    rounds,
    texts,
    connections,
  });
  say(
    `${connections} connections, ${2 * texts} callbacks, the middle of ${rounds} rounds; PostgreSQL with fsync`,
  );
  say('signature alone', floor);
  say('taken in and stored', api);
  const applied = await measureApply(installation, { ground, callbacks });
  say('applied', applied);
  const slower = slowerThanPromised('signatureOnly', floor.node);
  report('webhook', { ratios, figures: { slower, callbacks, connections, floor, api, applied } });
  process.exitCode = verdict(
    webhookPromises,
    { ...ratios, postgres_micros: api.postgres, applied_per_second: applied.perSecond },
    slower,
  );
} finally {
  await installation.close();
}
process.exit();
