import { once } from 'node:events';
import { createServer } from 'node:http';
import { portOf } from '@sms-crm/runtime/metrics';

/** A shop's page that a campaign links to; it knows who came. */
export type Shop = {
  url: string;
  /** Browsers that came to the page, oldest first. */
  visitors: readonly string[];
  close: () => Promise<void>;
};

export async function openShop(): Promise<Shop> {
  const visitors: string[] = [];
  const server = createServer((request, response) => {
    if (/^\/tasting(\?|$)/.test(request.url ?? '')) visitors.push(request.headers['user-agent'] ?? '');
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end('<!doctype html><html lang="en"><title>Tasting</title><h1>Tasting</h1></html>');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://localhost:${portOf(server)}/tasting`,
    visitors,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
