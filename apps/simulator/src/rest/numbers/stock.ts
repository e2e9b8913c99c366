/** A number the carrier could sell, whether or not somebody has it. */
export type StockNumber = {
  phone: string;
  country: string;
  kind: Kind;
  areaCode: string;
  region: string | null;
  locality: string | null;
};

export type Kind = 'Local' | 'TollFree' | 'Mobile';

/** Area codes shown when none is asked for, with state and city. */
const places: readonly (readonly [string, string, string, string])[] = [
  ['US', '415', 'CA', 'San Francisco'],
  ['US', '212', 'NY', 'New York'],
  ['US', '310', 'CA', 'Los Angeles'],
  ['US', '312', 'IL', 'Chicago'],
  ['US', '305', 'FL', 'Miami'],
  ['US', '206', 'WA', 'Seattle'],
  ['US', '512', 'TX', 'Austin'],
  ['US', '617', 'MA', 'Boston'],
  ['CA', '416', 'ON', 'Toronto'],
  ['CA', '604', 'BC', 'Vancouver'],
];

const tollFreeCodes = ['833', '844', '855', '866', '877', '888'];

/** Numbers for sale per area code: 555-0100 to 555-0199 are kept free for uses like this one. */
const perAreaCode = 100;

/** What the carrier sells in a country; undefined where it sells no such numbers at all. */
export function stockOf(country: string, kind: Kind, areaCode: string): StockNumber[] | undefined {
  if (country === 'GB') return kind === 'TollFree' ? undefined : britishStock(kind);
  if (country !== 'US' && country !== 'CA') return undefined;
  if (kind === 'Mobile') return undefined;
  const codes = kind === 'TollFree' ? tollFreeCodes : localCodes(country, areaCode);
  const wanted = areaCode === '' ? codes : codes.filter((code) => code === areaCode);
  return wanted.flatMap((code) => northAmericanStock(country, kind, code));
}

/** The number behind a phone, if the carrier sells it. */
export function findStock(phone: string): StockNumber | undefined {
  if (phone.startsWith('+44')) {
    return [...britishStock('Local'), ...britishStock('Mobile')].find((item) => item.phone === phone);
  }
  const areaCode = phone.slice(2, 5);
  const isTollFree = tollFreeCodes.includes(areaCode);
  const country = places.find(([, code]) => code === areaCode)?.[0] ?? 'US';
  const stock = stockOf(country, isTollFree ? 'TollFree' : 'Local', areaCode) ?? [];
  return stock.find((item) => item.phone === phone);
}

/** Any code a North American number can begin with has numbers in the US; Canada has those of its places. */
function localCodes(country: string, areaCode: string): string[] {
  const codes = places.filter(([of]) => of === country).map(([, code]) => code);
  const isAnother = country === 'US' && isGeographic(areaCode);
  return isAnother && !codes.includes(areaCode) ? [areaCode] : codes;
}

function isGeographic(areaCode: string): boolean {
  const isElsewhere = places.some(([country, code]) => country === 'CA' && code === areaCode);
  return /^[2-9]\d{2}$/.test(areaCode) && !/^8(00|33|44|55|66|77|88)$|11$/.test(areaCode) && !isElsewhere;
}

function northAmericanStock(country: string, kind: Kind, areaCode: string): StockNumber[] {
  const place = places.find(([, code]) => code === areaCode);
  return Array.from({ length: perAreaCode }, (_, index) => ({
    phone: `+1${areaCode}5550${100 + index}`,
    country,
    kind,
    areaCode,
    region: place?.[2] ?? null,
    locality: place?.[3] ?? null,
  }));
}

/** The ranges Ofcom keeps for drama: 01632 960 xxx and 07700 900 xxx. */
function britishStock(kind: Kind): StockNumber[] {
  const [prefix, areaCode] = kind === 'Mobile' ? ['+447700900', '7700'] : ['+441632960', '1632'];
  return Array.from({ length: perAreaCode }, (_, index) => ({
    phone: `${prefix}${String(index).padStart(3, '0')}`,
    country: 'GB',
    kind,
    areaCode,
    region: null,
    locality: null,
  }));
}
