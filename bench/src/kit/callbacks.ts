import { postingResult, textId } from '../programs/posting-order.ts';
import { signatureOnlyResult } from '../programs/signature-only-order.ts';
import { processCpu } from './cpu.ts';
import { prepareTenant, type Ground } from './ground.ts';
import type { Installation } from './installation.ts';
import { median } from './median.ts';
import type { Program } from './program.ts';
import { Side } from './side.ts';

/** How fast callbacks were taken; CPU time is per callback, microseconds. */
export type Taken = { perSecond: number; node: number; postgres: number; p99: number };

type Stage = {
  installation: Installation;
  ground: Ground;
  api: Program;
  poster: Side;
  floor: Side;
  floorPort: number;
};

const campaignId = textId(0xffff_ffff);

/** Ids of the texts of one benchmark differ from those of the next. */
let firstText = 1;

/**
 * Posts the same callbacks to the floor and to a real API process in turn, and takes the middle of some rounds. Those the API took wait
 * to be applied afterwards.
 */
export async function measureIntake(
  installation: Installation,
  options: { rounds: number; texts: number; connections: number },
): Promise<{
  floor: Taken;
  api: Taken;
  ratios: Record<'signature_only' | 'signature_only_shared', number>;
  ground: Ground;
  callbacks: number;
}> {
  const { rounds, texts, connections } = options;
  const stage = await openStage(installation);
  const found: { floor: Taken; api: Taken }[] = [];
  try {
    await round(stage, { texts: Math.min(texts, 2_000), connections });
    for (let n = 0; n < rounds; n += 1) found.push(await round(stage, { texts, connections }));
  } finally {
    await Promise.all([stage.poster.end(), stage.floor.end(), stage.api.end()]);
  }
  return {
    floor: middleOf(found.map(({ floor }) => floor)),
    api: middleOf(found.map(({ api }) => api)),
    ratios: {
      signature_only: median(found.map(({ floor, api }) => floor.node / api.node)),
      signature_only_shared: median(found.map(({ floor, api }) => api.perSecond / floor.perSecond)),
    },
    ground: stage.ground,
    callbacks: 2 * (firstText - 1),
  };
}

async function openStage(installation: Installation): Promise<Stage> {
  const ground = await prepareTenant(installation, { name: 'Bench callbacks', phone: '79999', contacts: 1 });
  const api = await installation.startApi();
  const [poster, floor] = [new Side('posting'), new Side('signature-only')];
  const { publicApiUrl } = ground.ctx.services.settings;
  const { port } = await floor.ask({ publicApiUrl, token: ground.carrier.token }, signatureOnlyResult);
  return { installation, ground, api, poster, floor, floorPort: port };
}

async function round(
  stage: Stage,
  { texts, connections }: { texts: number; connections: number },
): Promise<{ floor: Taken; api: Taken }> {
  const { installation, ground, api, poster, floor } = stage;
  const { publicApiUrl, callbackSecret } = ground.ctx.services.settings;
  await addTexts(installation, ground, texts);
  const make = { publicApiUrl, callbackSecret, account: ground.carrier, firstText, texts };
  await poster.ask({ make }, postingResult);
  firstText += texts;
  const post = async (pid: number, port: number): Promise<Taken> => {
    const [node, { postgres }] = [processCpu(pid), await installation.cpu([])];
    const { seconds, p99 } = await poster.ask({ post: { port, connections } }, postingResult);
    const after = await installation.cpu([]);
    return {
      perSecond: (2 * texts) / seconds,
      node: (processCpu(pid) - node) / (2 * texts),
      postgres: (after.postgres - postgres) / (2 * texts),
      p99,
    };
  };
  return {
    floor: await post(floor.pid, stage.floorPort),
    api: await post(api.pid, Number(new URL(publicApiUrl).port)),
  };
}

/** Texts of a campaign in the middle of their request, as a claim leaves them. */
async function addTexts(installation: Installation, { tenantId }: Ground, texts: number): Promise<void> {
  const { owner } = installation.database;
  await owner.query(
    `insert into campaigns (tenant_id, id, name, created_by) values ($1, $2, 'Bench', 'bench') on conflict do nothing`,
    [tenantId, campaignId],
  );
  await owner.query(
    `insert into messages (tenant_id, id, campaign_id, contact_id, direction, kind, status, phone, parts, claimed_at, reserved_micros,
       budget_day, number_id)
     select $1, (left($2, 24) || lpad(to_hex(n), 12, '0'))::uuid, $5, uuidv7(), 'outbound', 'campaign-marketing', 'sending',
       '+1415' || (2000000 + n)::text, 1, now(), 8300, current_date,
       (select id from sending_numbers where tenant_id = $1 limit 1)
     from generate_series($3::int, $3::int + $4::int - 1) n`,
    [tenantId, textId(0), firstText, texts, campaignId],
  );
  await installation.settle();
}

function middleOf(all: readonly Taken[]): Taken {
  return {
    perSecond: median(all.map(({ perSecond }) => perSecond)),
    node: median(all.map(({ node }) => node)),
    postgres: median(all.map(({ postgres }) => postgres)),
    p99: median(all.map(({ p99 }) => p99)),
  };
}
