/** A state, territory or province, as a sentence names it after "in", and its zones with different clocks. */
export type State = { name: string; zones: readonly string[] };

/**
 * The states whose own law or clock counts, by country and postal code. Zones: IANA time zone database (public domain),
 * one for each clock that is official in some part of the state since 2007; read 2026-11-21.
 */
export const states: Readonly<Record<string, Readonly<Record<string, State>>>> = {
  US: {
    AL: { name: 'Alabama', zones: ['America/Chicago'] },
    AK: { name: 'Alaska', zones: ['America/Anchorage', 'America/Adak'] },
    AZ: { name: 'Arizona', zones: ['America/Phoenix', 'America/Denver'] },
    AR: { name: 'Arkansas', zones: ['America/Chicago'] },
    CA: { name: 'California', zones: ['America/Los_Angeles'] },
    CO: { name: 'Colorado', zones: ['America/Denver'] },
    CT: { name: 'Connecticut', zones: ['America/New_York'] },
    DE: { name: 'Delaware', zones: ['America/New_York'] },
    DC: { name: 'the District of Columbia', zones: ['America/New_York'] },
    FL: { name: 'Florida', zones: ['America/New_York', 'America/Chicago'] },
    GA: { name: 'Georgia', zones: ['America/New_York'] },
    HI: { name: 'Hawaii', zones: ['Pacific/Honolulu'] },
    ID: { name: 'Idaho', zones: ['America/Boise', 'America/Los_Angeles'] },
    IL: { name: 'Illinois', zones: ['America/Chicago'] },
    IN: { name: 'Indiana', zones: ['America/New_York', 'America/Chicago'] },
    IA: { name: 'Iowa', zones: ['America/Chicago'] },
    KS: { name: 'Kansas', zones: ['America/Chicago', 'America/Denver'] },
    KY: { name: 'Kentucky', zones: ['America/New_York', 'America/Chicago'] },
    LA: { name: 'Louisiana', zones: ['America/Chicago'] },
    ME: { name: 'Maine', zones: ['America/New_York'] },
    MD: { name: 'Maryland', zones: ['America/New_York'] },
    MA: { name: 'Massachusetts', zones: ['America/New_York'] },
    MI: { name: 'Michigan', zones: ['America/New_York', 'America/Chicago'] },
    MN: { name: 'Minnesota', zones: ['America/Chicago'] },
    MS: { name: 'Mississippi', zones: ['America/Chicago'] },
    MO: { name: 'Missouri', zones: ['America/Chicago'] },
    MT: { name: 'Montana', zones: ['America/Denver'] },
    NE: { name: 'Nebraska', zones: ['America/Chicago', 'America/Denver'] },
    NV: { name: 'Nevada', zones: ['America/Los_Angeles', 'America/Denver'] },
    NH: { name: 'New Hampshire', zones: ['America/New_York'] },
    NJ: { name: 'New Jersey', zones: ['America/New_York'] },
    NM: { name: 'New Mexico', zones: ['America/Denver'] },
    NY: { name: 'New York', zones: ['America/New_York'] },
    NC: { name: 'North Carolina', zones: ['America/New_York'] },
    ND: { name: 'North Dakota', zones: ['America/Chicago', 'America/Denver'] },
    OH: { name: 'Ohio', zones: ['America/New_York'] },
    OK: { name: 'Oklahoma', zones: ['America/Chicago'] },
    OR: { name: 'Oregon', zones: ['America/Los_Angeles', 'America/Boise'] },
    PA: { name: 'Pennsylvania', zones: ['America/New_York'] },
    RI: { name: 'Rhode Island', zones: ['America/New_York'] },
    SC: { name: 'South Carolina', zones: ['America/New_York'] },
    SD: { name: 'South Dakota', zones: ['America/Chicago', 'America/Denver'] },
    TN: { name: 'Tennessee', zones: ['America/New_York', 'America/Chicago'] },
    TX: { name: 'Texas', zones: ['America/Chicago', 'America/Denver'] },
    UT: { name: 'Utah', zones: ['America/Denver'] },
    VT: { name: 'Vermont', zones: ['America/New_York'] },
    VA: { name: 'Virginia', zones: ['America/New_York'] },
    WA: { name: 'Washington', zones: ['America/Los_Angeles'] },
    WV: { name: 'West Virginia', zones: ['America/New_York'] },
    WI: { name: 'Wisconsin', zones: ['America/Chicago'] },
    WY: { name: 'Wyoming', zones: ['America/Denver'] },
    AS: { name: 'American Samoa', zones: ['Pacific/Pago_Pago'] },
    GU: { name: 'Guam', zones: ['Pacific/Guam'] },
    MP: { name: 'the Northern Mariana Islands', zones: ['Pacific/Saipan'] },
    PR: { name: 'Puerto Rico', zones: ['America/Puerto_Rico'] },
    VI: { name: 'the U.S. Virgin Islands', zones: ['America/St_Thomas'] },
  },
  CA: {
    AB: { name: 'Alberta', zones: ['America/Edmonton'] },
    BC: { name: 'British Columbia', zones: ['America/Vancouver', 'America/Edmonton', 'America/Fort_Nelson'] },
    MB: { name: 'Manitoba', zones: ['America/Winnipeg'] },
    NB: { name: 'New Brunswick', zones: ['America/Halifax'] },
    NL: { name: 'Newfoundland and Labrador', zones: ['America/St_Johns', 'America/Halifax'] },
    NS: { name: 'Nova Scotia', zones: ['America/Halifax'] },
    NT: { name: 'the Northwest Territories', zones: ['America/Edmonton', 'America/Inuvik'] },
    NU: {
      name: 'Nunavut',
      zones: ['America/Iqaluit', 'America/Rankin_Inlet', 'America/Cambridge_Bay', 'America/Atikokan'],
    },
    ON: { name: 'Ontario', zones: ['America/Toronto', 'America/Winnipeg', 'America/Atikokan'] },
    PE: { name: 'Prince Edward Island', zones: ['America/Halifax'] },
    QC: { name: 'Quebec', zones: ['America/Toronto', 'America/Halifax', 'America/Blanc-Sablon'] },
    SK: { name: 'Saskatchewan', zones: ['America/Regina', 'America/Edmonton'] },
    YT: { name: 'Yukon', zones: ['America/Whitehorse'] },
  },
};

/** Territories with numbers of their own, which people elsewhere in the country hardly use; far away in time. */
const apart: readonly string[] = ['AS', 'GU', 'MP', 'PR', 'VI'];

/** The state of a country by its code. */
export function stateOf(country: string, code: string): State | undefined {
  return states[country]?.[code];
}

/** Every zone of a country's states without its territories; empty for a country whose states are not known here. */
export function zonesOfStates(country: string): string[] {
  const all = Object.entries(states[country] ?? {}).filter(([code]) => !apart.includes(code));
  return [...new Set(all.flatMap(([, { zones }]) => zones))];
}

const codeOfName = new Map(
  Object.entries(states).flatMap(([country, table]) =>
    Object.entries(table).flatMap(([code, { name }]) => {
      const found = { country, state: code };
      return [code, `${country}${code}`, name, name.replace(/^the /, '')].map(
        (text) => [plain(text), found] as const,
      );
    }),
  ),
);

/** Reads a state as people write it (`TX`, `tex-as`, `US-TX`, `Québec`); null when it is none of the US or Canada. */
export function readState(text: string): { country: string; state: string } | null {
  return codeOfName.get(plain(text)) ?? null;
}

function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[^\p{L}]/gu, '')
    .toLowerCase();
}
