import { chanceOf } from '../chance/chance.ts';

/** Browsers of the phones most people have. */
const usualAgents = [
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0',
];

/** What a handset sends along, the same at every tap. */
export function headersOfVisitor(
  phone: string,
  {
    agents = usualAgents,
    headers,
  }: { agents?: readonly string[] | undefined; headers: Record<string, string> },
): Record<string, string> {
  const agent = agents[Math.floor(chanceOf(phone, 'browser') * agents.length)] ?? '';
  return {
    'user-agent': agent,
    accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'accept-language': 'en-US,en;q=0.9',
    'x-forwarded-for': addressOf(phone),
    ...headers,
  };
}

/** Handsets whose digits follow each other are in networks of their own, of the range that belongs to nobody (RFC 3849). */
function addressOf(phone: string): string {
  const digits = BigInt(phone.slice(1));
  const groups = [0n, 16n, 32n, 48n].map((bits) => ((digits >> bits) & 0xff_ffn).toString(16));
  return `2001:db8:${groups.join(':')}:0:1`;
}
