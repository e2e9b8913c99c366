/**
 * Shorteners that anybody may use. US carriers filter texts with them (Twilio errors 30007 and 30963), and a short link that leads to
 * one makes two hops of one. Source: Twilio's list of filtered shorteners and T-Mobile's Code of Conduct 5.2, 2025.
 */
const publicShorteners = new Set([
  'adf.ly',
  'bit.do',
  'bit.ly',
  'bitly.com',
  'bl.ink',
  'buff.ly',
  'clck.ru',
  'cutt.ly',
  'dub.sh',
  'goo.gl',
  'is.gd',
  'j.mp',
  'lnkd.in',
  'ow.ly',
  'rb.gy',
  'rebrand.ly',
  's.id',
  'short.io',
  'shorte.st',
  'shorturl.at',
  'snip.ly',
  'soo.gd',
  't.co',
  't.ly',
  't2m.io',
  'tiny.cc',
  'tiny.one',
  'tinyurl.com',
  'trib.al',
  'twil.io',
  'urlz.fr',
  'v.gd',
  'x.gd',
]);

/** Whether a host is one of them. */
export function isPublicShortener(host: string): boolean {
  return publicShorteners.has(host.replace(/^www\./, ''));
}
