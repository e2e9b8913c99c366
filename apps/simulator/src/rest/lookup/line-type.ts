import { chanceOf } from '../../chance/chance.ts';
import type { LineType, Settings } from '../../settings/settings.ts';

/** What line a phone has: as the settings name it, toll-free by its digits, else by chance of seed and phone. */
export function lineTypeOf(settings: Settings, phone: string): LineType {
  const own = settings.lineTypes[phone];
  if (own !== undefined) return own;
  if (/^\+18(00|33|44|55|66|77|88)/.test(phone)) return 'tollFree';
  const { landlineRate, voipRate, unknownLineRate } = settings;
  const chance = chanceOf(settings.seed, phone, 'line');
  if (chance < landlineRate) return 'landline';
  if (chance < landlineRate + voipRate) return 'fixedVoip';
  return chance < landlineRate + voipRate + unknownLineRate ? 'unknown' : 'mobile';
}
