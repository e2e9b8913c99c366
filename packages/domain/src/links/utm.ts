/** Longest name of a campaign in an address, characters. */
const mostNameChars = 60;

/**
 * Puts `utm_source`, `utm_medium` and `utm_campaign` behind an address that has none of its own, so that the shop's analytics
 * knows where its visitors come from.
 *
 * @param campaign the campaign's name as people wrote it
 */
export function withUtm(address: string, campaign: string): string {
  const url = URL.parse(address);
  if (url === null || [...url.searchParams.keys()].some((name) => name.startsWith('utm_'))) return address;
  const name = slugOf(campaign);
  const added = `utm_source=sms&utm_medium=sms${name === '' ? '' : `&utm_campaign=${name}`}`;
  // Written behind what is there: setting a parameter would spell all others anew.
  url.search = url.search === '' ? added : `${url.search}&${added}`;
  return url.href;
}

function slugOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}+/gu, '');
  return plain
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, mostNameChars)
    .replaceAll(/^-|-$/g, '');
}
