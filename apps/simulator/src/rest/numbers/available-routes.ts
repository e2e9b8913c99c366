import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Simulator } from '../../simulator.ts';
import { accountOf } from '../authenticate.ts';
import { pageFrame, takeListPage } from '../list-page.ts';
import { refuse } from '../refuse.ts';
import { stockOf, type Kind, type StockNumber } from './stock.ts';

type Fields = Record<string, unknown>;
type Search = { Params: { country: string }; Querystring: Fields };

const kinds: readonly Kind[] = ['Local', 'TollFree', 'Mobile'];

/** Numbers that can be bought, by country and kind. */
export function availableRoutes(app: FastifyInstance, simulator: Simulator): void {
  for (const kind of kinds) {
    app.get<Search>(`/AvailablePhoneNumbers/:country/${kind}.json`, (request, reply): FastifyReply => {
      const { query, params } = request;
      const contains = textOf(query['Contains']);
      if (contains.length === 1) {
        return refuse(reply, { code: 20001, detail: 'Contains must have at least two characters' });
      }
      const stock = stockOf(params.country, kind, textOf(query['AreaCode']));
      if (stock === undefined) return refuse(reply, { code: 20404, detail: request.url });
      const isWanted = wantedBy(query, contains);
      const free = stock.filter(
        (item) => isWanted(item) && simulator.accounts.owner(item.phone) === undefined,
      );
      const page = takeListPage(free, query);
      const path = `/2010-04-01/Accounts/${accountOf(request).sid}/AvailablePhoneNumbers/${params.country}/${kind}.json`;
      return reply.send({
        ...pageFrame(path, query, page),
        available_phone_numbers: page.items.map(availableBody),
      });
    });
  }
}

/** Every number here has voice, SMS and MMS, so asking for one without finds none. */
function wantedBy(query: Fields, contains: string): (item: StockNumber) => boolean {
  const asksForLess = ['SmsEnabled', 'MmsEnabled', 'VoiceEnabled'].some((name) => query[name] === 'false');
  const region = textOf(query['InRegion']);
  const digits = contains
    .toUpperCase()
    .replaceAll(/[A-Z]/g, keypadDigit)
    .replaceAll(/[^\d*]/g, '');
  const pattern = new RegExp(digits.replaceAll('*', String.raw`\d`));
  return (item) =>
    !asksForLess && (region === '' || item.region === region) && (digits === '' || pattern.test(item.phone));
}

function keypadDigit(letter: string): string {
  return '22233344455566677778889999'.charAt(letter.charCodeAt(0) - 65);
}

function availableBody(item: StockNumber) {
  return {
    friendly_name: friendlyName(item),
    phone_number: item.phone,
    lata: null,
    locality: item.locality,
    rate_center: item.locality?.toUpperCase() ?? null,
    latitude: null,
    longitude: null,
    region: item.region,
    postal_code: null,
    iso_country: item.country,
    address_requirements: 'none',
    beta: false,
    capabilities: { voice: true, sms: true, mms: true },
  };
}

function friendlyName({ phone }: StockNumber): string {
  const match = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(phone);
  return match === null ? phone : `(${match[1]}) ${match[2]}-${match[3]}`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
