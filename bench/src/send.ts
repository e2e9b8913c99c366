// What a text costs on its way through the whole product, beside what it costs without it. All figures of one run on one machine.
import { measureContrast } from './kit/contrast.ts';
import { measureFloor } from './kit/floors.ts';
import { measureFreeze } from './kit/freeze.ts';
import { Installation } from './kit/installation.ts';
import { measurePath } from './kit/measure.ts';
import { sendPromises, slowerThanPromised } from './kit/promises.ts';
import { report, say } from './kit/report.ts';
import { verdict } from './kit/verdict.ts';

const quick = process.argv.includes('--quick');
const texts = quick ? 300 : 20_000;
const open = 100;
const openAt50 = 200;
/** So few that any machine has CPU time left: it shows that what is open stays open. */
const fewAt50 = 25;

const installation = await Installation.open();
try {
  say(
    'carrier: a stub of constant latency in a process of its own; PostgreSQL with fsync; Redis with its append-only file',
  );
  const bare = await measureFloor(installation, { client: 'bare', texts, latencyMs: 0, open });
  say('bare undici, 0 ms', bare);
  const sdk = await measureFloor(installation, { client: 'sdk', texts, latencyMs: 0, open });
  say('SDK client, 0 ms', sdk);
  // Each figure has a sender of its own; where figures say nothing, one does for all.
  const senders = quick ? { senders: [await installation.startSender(open)] } : {};
  const full = await measurePath(installation, { texts, latencyMs: 0, open, ...senders });
  say('full path, 0 ms', full);
  const contrast = await measureContrast(installation, { texts: texts / 2, latencyMs: 0, open });
  say('job per message, 0 ms', contrast);
  const bare50 = await measureFloor(installation, { client: 'bare', texts, latencyMs: 50, open: openAt50 });
  say('bare undici, 50 ms', bare50);
  const full50 = await measurePath(installation, { texts, latencyMs: 50, open: openAt50, ...senders });
  say('full path, 50 ms', full50);
  const few50 = await measurePath(installation, {
    texts: texts / 4,
    latencyMs: 50,
    open: fewAt50,
    ...senders,
  });
  say(`full path, 50 ms, ${fewAt50} requests open`, few50);
  const told = { texts: texts / 2, callbacks: true, ...senders };
  const fullCallbacks = await measurePath(installation, { ...told, latencyMs: 0, open });
  say('full path, 0 ms, two callbacks', fullCallbacks);
  const full50Callbacks = await measurePath(installation, { ...told, latencyMs: 50, open: openAt50 });
  say('full path, 50 ms, two callbacks', full50Callbacks);
  const freeze = await measureFreeze(installation, texts);
  say('freeze', freeze);
  const ceiling = openAt50 / 0.05;
  const ratios = {
    bare_0ms: full.perSecond / bare.perSecond,
    ceiling_50ms: full50.perSecond / ceiling,
    bare_ceiling_50ms: bare50.perSecond / ceiling,
    few_ceiling_50ms: few50.perSecond / (fewAt50 / 0.05),
    vs_job_per_message: full.perSecond / contrast.perSecond,
    node_cpu_vs_sdk: full.node / sdk.node,
    freeze: freeze.freeze / freeze.plain,
  };
  const slower = slowerThanPromised('bareRequest', bare.node);
  report('send', {
    ratios,
    figures: {
      slower,
      texts,
      bare,
      sdk,
      full,
      contrast,
      bare50,
      full50,
      few50,
      fullCallbacks,
      full50Callbacks,
      freeze,
    },
  });
  const micros = { redis_micros: full.redis, postgres_micros: full.postgres };
  process.exitCode = verdict(sendPromises, { ...ratios, ...micros }, slower);
} finally {
  await installation.close();
}
process.exit();
