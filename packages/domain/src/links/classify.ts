import { isbot } from 'isbot';

/**
 * What a hit of a short link was. `human`: a person as far as one can tell. `prefetch`: a browser loading ahead.
 * `preview`: a messenger drawing its link bubble. `bot`: a known machine. `no-browser`: an app's or system's fetch.
 */
export const verdicts = ['human', 'prefetch', 'preview', 'bot', 'no-browser'] as const;
export type Verdict = (typeof verdicts)[number];

/** A hit as HTTP tells it: a GET; a HEAD follows no link and is none. */
export type Hit = { headers: Readonly<Record<string, string | string[] | undefined>> };

/** Headers by which browsers say that nobody has clicked yet; `X-Moz` and `X-Purpose` are those of old ones. */
const prefetchHeaders = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'];

/**
 * Messengers that fetch a link to draw its preview, often from the recipient's own address, so that only the user agent tells.
 * iMessage calls itself `facebookexternalhit … Facebot Twitterbot`, Google Messages `Google-PageRenderer`.
 */
const preview =
  /facebookexternalhit|Facebot|Google-PageRenderer|WhatsApp\/|TelegramBot|Slackbot|Discordbot|SkypeUriPreview|Snap URL Preview|SnapchatAds|LinkedInBot|Twitterbot/i;

/** Fetches by apps and systems without a browser, which isbot does not know. */
const noBrowser =
  /^Dalvik\/|^okhttp\/|CFNetwork\/.*Darwin\/|^Mozilla\/5\.0 \(compatible; ZmEu\)|BarracudaCentral/i;

/** Judges a hit by its headers and its user agent; every hit is kept, only `human` counts as a click. */
export function classifyHit(hit: Hit): { verdict: Verdict; human: boolean } {
  const verdict = verdictOf(hit);
  return { verdict, human: verdict === 'human' };
}

function verdictOf(hit: Hit): Verdict {
  if (prefetchHeaders.some((name) => /prefetch|preview|prerender/i.test(headerOf(hit, name))))
    return 'prefetch';
  const agent = headerOf(hit, 'user-agent').trim();
  if (agent === '' || noBrowser.test(agent)) return 'no-browser';
  if (preview.test(agent)) return 'preview';
  return isbot(agent) ? 'bot' : 'human';
}

function headerOf(hit: Hit, name: string): string {
  const value = hit.headers[name];
  return Array.isArray(value) ? value.join(',') : (value ?? '');
}
