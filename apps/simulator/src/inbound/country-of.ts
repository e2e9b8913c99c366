/** Area codes of Canada; all other +1 numbers are told as US. */
const canada = new Set(
  (
    '204 226 236 249 250 257 263 289 306 343 354 365 367 368 382 387 403 416 418 428 431 437 438 450 468 474 ' +
    '506 514 519 537 548 579 581 584 587 604 613 639 647 672 683 705 709 742 753 778 780 782 807 819 825 867 873 879 902 905 942'
  ).split(' '),
);

/** Calling code → country, for the countries a demo is likely to meet. */
const countries: Readonly<Record<string, string>> = {
  7: 'RU',
  20: 'EG',
  27: 'ZA',
  30: 'GR',
  31: 'NL',
  32: 'BE',
  33: 'FR',
  34: 'ES',
  36: 'HU',
  39: 'IT',
  40: 'RO',
  41: 'CH',
  43: 'AT',
  44: 'GB',
  45: 'DK',
  46: 'SE',
  47: 'NO',
  48: 'PL',
  49: 'DE',
  51: 'PE',
  52: 'MX',
  54: 'AR',
  55: 'BR',
  56: 'CL',
  57: 'CO',
  60: 'MY',
  61: 'AU',
  62: 'ID',
  63: 'PH',
  64: 'NZ',
  65: 'SG',
  66: 'TH',
  81: 'JP',
  82: 'KR',
  84: 'VN',
  86: 'CN',
  90: 'TR',
  91: 'IN',
  92: 'PK',
  212: 'MA',
  234: 'NG',
  254: 'KE',
  351: 'PT',
  352: 'LU',
  353: 'IE',
  354: 'IS',
  358: 'FI',
  359: 'BG',
  370: 'LT',
  371: 'LV',
  372: 'EE',
  380: 'UA',
  385: 'HR',
  386: 'SI',
  420: 'CZ',
  421: 'SK',
  852: 'HK',
  886: 'TW',
  966: 'SA',
  971: 'AE',
  972: 'IL',
};

/** The country of a phone, ISO 3166 alpha-2; short codes are told as US, unknown ones as empty. */
export function countryOf(phone: string): string {
  if (!phone.startsWith('+')) return 'US';
  if (phone.startsWith('+1')) return canada.has(phone.slice(2, 5)) ? 'CA' : 'US';
  const code = callingCodeOf(phone);
  return code === null ? '' : (countries[code] ?? '');
}

/** The calling code of a phone in E.164; null when it is none we know. */
export function callingCodeOf(phone: string): string | null {
  if (phone.startsWith('+1')) return '1';
  const codes = [phone.slice(1, 4), phone.slice(1, 3), phone.slice(1, 2)];
  return codes.find((candidate) => candidate in countries) ?? null;
}
