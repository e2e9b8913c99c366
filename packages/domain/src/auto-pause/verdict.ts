import { autoPauseLeast, type AutoPauseLimits } from '@sms-crm/contracts/auto-pause';

/** The last results of a campaign. */
export type Health = { results: number; filtered: number; undelivered: number; optOuts: number };

const percent = (share: number) => `${Math.round(share * 1_000) / 10} %`;

/**
 * Why a campaign is to pause after these results: what happened and what to do; null while all is well or too little is known.
 */
export function pauseVerdict(health: Health, limits: AutoPauseLimits): string | null {
  const { results, filtered, undelivered, optOuts } = health;
  if (results < autoPauseLeast) return null;
  const said = (count: number, what: string, limit: number) =>
    `${count} of the last ${results} texts ${what} (${percent(count / results)}; campaigns pause at ${percent(limit)}).`;
  if (filtered / results >= limits.filtered) {
    return `${said(filtered, 'were filtered by carriers as unwanted, error 30007', limits.filtered)} Review the text, its links and how these people agreed before you resume: sending on makes the filter worse.`;
  }
  if (undelivered / results >= limits.undelivered) {
    return `${said(undelivered, 'were not delivered', limits.undelivered)} Look at the errors in the report; many wrong numbers mean an old list. Resume when you know why.`;
  }
  if (optOuts / results >= limits.optOuts) {
    return `${said(optOuts, 'were answered with an opt-out', limits.optOuts)} Check whom you text, how often and what they agreed to before you resume.`;
  }
  return null;
}
