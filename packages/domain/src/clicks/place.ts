import { hmacWith, type Hmac } from '@sms-crm/runtime/hmac';
import type { Settings } from '../context/context.ts';
import { isPrivateAddress } from '../net/private-address.ts';
import { networkOf, networkText } from './address.ts';
import { hostingOf } from './hosting-networks.ts';
import type { Rules } from './rules.ts';

/** What is kept of an address. */
export type Place = { ip: string | null; net: string | null; network: string | null };

const nowhere: Place = { ip: null, net: null, network: null };

/** Bytes kept of a hash: enough that no two addresses meet by chance. */
const hashBytes = 16;

/** Addresses whose place is remembered, and tenants whose key is kept ready. */
const mostRemembered = 20_000;
const mostKeys = 100;

/** Turns addresses into what is kept of them, by the tenant's setting; the same one again is looked up, since hashing takes some µs. */
export class Places {
  readonly #known = new Map<string, Place>();
  readonly #hmacs = new Map<string, Hmac>();
  readonly #secret: string;

  constructor(settings: Pick<Settings, 'callbackSecret'>) {
    this.#secret = settings.callbackSecret;
  }

  of(ip: string, tenantId: string, mode: Rules['ipMode']): Place {
    const name = mode === 'cut' ? ip : `${tenantId} ${ip}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const place = this.#look(ip, tenantId, mode);
    if (this.#known.size >= mostRemembered) this.#known.clear();
    this.#known.set(name, place);
    return place;
  }

  #look(ip: string, tenantId: string, mode: Rules['ipMode']): Place {
    const address = ip.split('%', 1)[0] ?? '';
    const network = networkOf(address);
    if (network === undefined) return nowhere;
    const cut = networkText(network);
    const kept = mode === 'cut' ? { ip: cut, net: cut } : this.#hashed(address, cut, tenantId);
    // Behind a proxy that does not say who asks, everybody has its address: that tells no network.
    return { ip: kept.ip, net: isPrivateAddress(address) ? null : kept.net, network: hostingOf(network) };
  }

  #hashed(ip: string, cut: string, tenantId: string): { ip: string; net: string } {
    const hmac = this.#hmacOf(tenantId);
    const hash = (text: string) =>
      Buffer.from(hmac(text, 'hex').slice(0, 2 * hashBytes), 'hex').toString('base64url');
    return { ip: hash(ip), net: hash(cut) };
  }

  /** Keyed, and per tenant: without the key the few billion addresses could simply be tried. */
  #hmacOf(tenantId: string): Hmac {
    const known = this.#hmacs.get(tenantId);
    if (known !== undefined) return known;
    const hmac = hmacWith('sha256', `clicks ${tenantId} ${this.#secret}`);
    if (this.#hmacs.size >= mostKeys) this.#hmacs.clear();
    this.#hmacs.set(tenantId, hmac);
    return hmac;
  }
}
