import { codeOf } from './link-codes.ts';

/** Different taps kept ready; more would not fit into memory. */
const mostReady = 200_000;

/** A phone's browser; its proxy tells where it is. */
const agent =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';

/** Requests that tap links of a range, each from an address of its own; written beforehand, so that the load costs little. */
export function tapRequests(links: number): string[] {
  return Array.from({ length: Math.min(links, mostReady) }, (_, n) => {
    const link = links > mostReady ? Math.floor(Math.random() * links) : n;
    return `GET /${codeOf(link)} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: ${agent}\r\nX-Forwarded-For: ${anyAddress()}\r\nAccept: */*\r\n\r\n`;
  });
}

const part = () => Math.floor(Math.random() * 254) + 1;

function anyAddress(): string {
  return `${part()}.${part()}.${part()}.${part()}`;
}
