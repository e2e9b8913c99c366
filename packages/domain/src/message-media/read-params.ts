import type { MessageMedia } from '@sms-crm/contracts/messages';

/** What one text can bring, and the longest address and type that are kept. */
const mostMedia = 10;
const mostUrlChars = 2_000;
const mostTypeChars = 100;

/** The pictures and other files that the carrier names in its parameters; what is no web address is left out. */
export function mediaOf(params: Readonly<Record<string, string>>): MessageMedia[] {
  const named = Number(params['NumMedia'] ?? 0);
  const most = Number.isInteger(named) ? Math.min(named, mostMedia) : 0;
  return Array.from({ length: Math.max(0, most) }, (_, index) => index).flatMap((index) => {
    const url = params[`MediaUrl${index}`];
    if (url === undefined || url.length > mostUrlChars || !isWebAddress(url)) return [];
    return [{ url, contentType: (params[`MediaContentType${index}`] ?? '').slice(0, mostTypeChars) }];
  });
}

function isWebAddress(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && (parsed.protocol === 'https:' || parsed.protocol === 'http:');
}
