// What a tap on a short link costs with its click recorded, beside a redirect that looks nothing up and records nothing. All figures of one run.
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { addCampaign, addLinks } from './kit/add-links.ts';
import { Installation } from './kit/installation.ts';
import { newGround } from './kit/measure.ts';
import { median } from './kit/median.ts';
import { manyLinksPromises, redirectPromises, slowerThanPromised } from './kit/promises.ts';
import { measureConstant, measureTaps, type TapScene, type Taps } from './kit/redirects.ts';
import { report, say } from './kit/report.ts';
import { Side } from './kit/side.ts';
import { verdict } from './kit/verdict.ts';

const { values: given } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    /** Links there are in the end, beside which all is measured again. */
    links: { type: 'string', default: '0' },
  },
});
const size = given.quick
  ? { links: 300, seconds: 0.5, rounds: 1 }
  : { links: 100_000, seconds: 5, rounds: 3 };
const manyLinks = Number(given.links);

const installation = await Installation.open();
const [load, constant] = [new Side('redirect-load'), new Side('constant-302')];
try {
  say(
    'redirects: the real redirect process, its clicks recorded by a real sender while they come in; PostgreSQL with fsync',
  );
  const scene = await openScene();
  const few = await measureAll(scene, size.links);
  const half = await measureTaps(scene, { ...timed(size.links), perSecond: few.taps.perSecond / 2 });
  say('half the rate', half);
  const ratios = {
    constant_302: few.constant.node / few.taps.node,
    constant_302_shared: few.taps.perSecond / few.constant.perSecond,
  };
  const many = manyLinks > size.links ? await measureMany(scene, few) : undefined;
  const slower = slowerThanPromised('constant302', few.constant.node);
  report('redirect', {
    ratios: { ...ratios, ...many?.ratios },
    figures: { slower, size, ...few, half, ...many?.figures },
  });
  process.exitCode = verdict(
    { ...redirectPromises, ...(many === undefined ? {} : manyLinksPromises) },
    {
      ...ratios,
      ...many?.ratios,
      node_micros: few.taps.node,
      redis_micros: few.taps.redis,
      visible_seconds: few.taps.visible,
      half_p99_ms: half.p99,
    },
    slower,
  );
} finally {
  await Promise.all([load.end(), constant.end()]);
  await installation.close();
}
process.exit();

async function openScene(): Promise<TapScene> {
  const ground = await newGround(installation, 1);
  const campaignId = await addCampaign(installation, ground);
  await addLinks(installation, { campaignId, from: 0, to: size.links, withTexts: size.links });
  const [shortener, sender] = [await installation.startShortener(), await installation.startSender(1)];
  await installation.startApi();
  return { installation, ground, campaignId, load, shortener, sender };
}

function timed(links: number) {
  return { links, pick: 'any', seconds: size.seconds } as const;
}

/** The first tap of each link, then rounds of taps and of the constant answer by turns; medians. */
async function measureAll(scene: TapScene, links: number) {
  const first = await measureTaps(scene, { links, pick: 'each', seconds: 120 });
  say('first taps', first);
  const { port } = await constant.ask({}, z.object({ port: z.int() }));
  const [taps, constants]: [Taps[], { perSecond: number; node: number }[]] = [[], []];
  for (let round = 0; round < size.rounds; round += 1) {
    constants.push(await measureConstant(load, { port, pid: constant.pid }, timed(links)));
    taps.push(await measureTaps(scene, timed(links)));
  }
  const figures = { first, taps: mediansOf(taps), constant: mediansOf(constants) };
  say('constant 302', figures.constant);
  say('taps', figures.taps);
  return figures;
}

/** The same once there are so many links that no cache holds them. */
async function measureMany(scene: TapScene, few: { first: Taps; taps: Taps }) {
  const { campaignId } = scene;
  await addLinks(installation, { campaignId, from: size.links, to: manyLinks, withTexts: 0 });
  const anyOfAll = await measureTaps(scene, timed(manyLinks));
  say(`first taps, ${manyLinks} links`, anyOfAll);
  const taps = await measureTaps(scene, timed(size.links));
  say(`taps, ${manyLinks} links`, taps);
  return {
    ratios: {
      many_first: anyOfAll.perSecond / few.first.perSecond,
      many_taps: taps.perSecond / few.taps.perSecond,
    },
    figures: { manyLinks, manyFirst: anyOfAll, manyTaps: taps },
  };
}

function mediansOf<Figures extends Record<string, number>>(rounds: readonly Figures[]): Figures {
  const [first] = rounds;
  if (first === undefined) throw new Error('nothing was measured');
  return Object.assign(
    { ...first },
    Object.fromEntries(
      Object.keys(first).map((name) => [name, median(rounds.map((round) => round[name] ?? Number.NaN))]),
    ),
  );
}
