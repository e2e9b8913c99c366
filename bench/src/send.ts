// What a text costs on its way through the whole product, beside what it costs without it. All figures of one run on one machine.
import { measureContrast } from './kit/contrast.ts';
import { measureFloor } from './kit/floors.ts';
import { measureFreeze } from './kit/freeze.ts';
import { Installation } from './kit/installation.ts';
import { measurePath } from './kit/measure.ts';
import { affordable, sendPromises, slowerThanPromised } from './kit/promises.ts';
import { report, say } from './kit/report.ts';
import { verdict } from './kit/verdict.ts';

const quick = process.argv.includes('--quick');
const texts = quick ? 300 : 20_000;
const open = 100;
const latencyMs = 50;
/** The whole path goes on for longer: a number that never sent waits 0.4 s until its bucket has filled, and code is compiled while it runs. */
const textsThrough = quick ? texts : 3 * texts;
/** An audience of several chunks: while one is written so is the next. */
const contactsFrozen = quick ? texts : 5 * texts;
/** Requests open at the carrier's usual time on the machine the figures are promised for. */
const openThere = 200;

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
  const full = await measurePath(installation, { texts: textsThrough, latencyMs: 0, open, ...senders });
  say('full path, 0 ms', full);
  const contrast = await measureContrast(installation, { texts: texts / 2, latencyMs: 0, open });
  say('job per message, 0 ms', contrast);
  const slower = slowerThanPromised('bareRequest', bare.node);
  // The quick run, which says nothing, needs no second look.
  const openHere = quick ? openThere : affordable(openThere, slower);
  const alone50 = await measureFloor(installation, {
    client: 'bare',
    texts: quick ? 10 : 100,
    latencyMs,
    open: 1,
  });
  say('bare undici, 50 ms, one request open', alone50);
  const bare50 = await measureFloor(installation, { client: 'bare', texts, latencyMs, open: openThere });
  say(`bare undici, 50 ms, ${openThere} requests open`, bare50);
  const atLength = { texts: textsThrough, latencyMs, ...senders };
  const full50 = await measurePath(installation, { ...atLength, open: openHere });
  say(`full path, 50 ms, ${openHere} requests open`, full50);
  const all50 =
    openHere === openThere ? full50 : await measurePath(installation, { ...atLength, open: openThere });
  say(`full path, 50 ms, ${openThere} requests open`, all50);
  const told = { texts: texts / 2, callbacks: true, ...senders };
  const fullCallbacks = await measurePath(installation, { ...told, latencyMs: 0, open });
  say('full path, 0 ms, two callbacks', fullCallbacks);
  const full50Callbacks = await measurePath(installation, { ...told, latencyMs, open: openThere });
  say('full path, 50 ms, two callbacks', full50Callbacks);
  const freeze = await measureFreeze(installation, contactsFrozen);
  say('freeze', freeze);
  const ratios = {
    bare_0ms: full.perSecond / bare.perSecond,
    ceiling_50ms: full50.perSecond / (openHere * alone50.perSecond),
    ceiling_50ms_all_open: all50.perSecond / (openThere * alone50.perSecond),
    bare_ceiling_50ms: bare50.perSecond / (openThere * alone50.perSecond),
    vs_job_per_message: full.perSecond / contrast.perSecond,
    node_cpu_vs_sdk: full.node / sdk.node,
    freeze: freeze.freeze / freeze.plain,
  };
  report('send', {
    ratios,
    figures: {
      slower,
      texts,
      bare,
      sdk,
      full,
      contrast,
      openHere,
      alone50,
      bare50,
      full50,
      all50,
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
