import type { TxContext } from '../context/context.ts';
import type { Hit } from '../links/hit-stream.ts';
import { deviceOf } from './device.ts';
import type { HitFacts } from './facts.ts';
import type { Rules } from './rules.ts';
import { ageAt, readTextTimes } from './text-times.ts';
import { clickTools } from './tools.ts';

/**
 * Adds what is known of each hit's text and address to what its request says; the whole address ends here. Hits on the links of a test
 * text are left out: they are nobody's.
 */
export async function gatherFacts(ctx: TxContext, hits: readonly Hit[], rules: Rules): Promise<HitFacts[]> {
  const texts = new Set(hits.map((hit) => hit.messageId).filter((id) => id !== null));
  const times = await readTextTimes(ctx, [...texts]);
  const { places, countries } = clickTools(ctx.services);
  const countryOf = await countries.open(ctx, rules.countriesId);
  const counted = hits.filter(({ messageId }) => messageId === null || times.get(messageId)?.isTest !== true);
  return counted.map(({ id, at, linkId, campaignId, campaignLinkId, messageId, ip, agent, hints }) => {
    const { ip: kept, net, network } = places.of(ip, ctx.tenantId, rules.ipMode);
    return {
      id,
      at,
      linkId,
      campaignId,
      campaignLinkId,
      messageId,
      agent: storable(agent),
      hints: storable(hints),
      ip: kept,
      net,
      network,
      country: countryOf(ip),
      device: deviceOf(agent),
      ageMs: messageId === null ? null : ageAt(at, times.get(messageId)),
    };
  });
}

/** PostgreSQL keeps no NUL. */
function storable(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '') : text;
}
