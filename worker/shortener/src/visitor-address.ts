import type { FastifyRequest } from 'fastify';

/** Peers whose word is known to be taken: proxies, of which there are few. */
const mostPeers = 1_000;

/** One address alone, as the proxy next to us writes it. */
const oneAddress = /^[0-9a-f.:]+$/i;

/** Tells where requests came from. What a proxy says that is known to be trusted is taken as it is, without working through the trusted ranges again. */
export function openAddressReader(): (request: FastifyRequest) => string {
  const trusted = new Set<string>();
  return (request) => {
    const peer = request.socket.remoteAddress ?? '';
    const said = request.headers['x-forwarded-for'];
    if (said === undefined) return peer;
    const plain = typeof said === 'string' && oneAddress.test(said);
    if (plain && trusted.has(peer)) return said;
    const address = request.ip;
    if (plain && address === said && address !== peer && trusted.size < mostPeers) trusted.add(peer);
    return address;
  };
}
