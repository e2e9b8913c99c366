import type { CampaignReport } from '@sms-crm/contracts/campaigns';
import Link from 'next/link';
import { Card } from '../ui/card.tsx';
import { ShareTable } from './share-table.tsx';

const deviceWords = {
  ios: 'iPhone or iPad',
  android: 'Android',
  windows: 'Windows',
  mac: 'Mac',
  linux: 'Linux',
  other: 'Other',
} as const;

/** Countries shown by name; the others are one row. */
const mostCountries = 8;

/** With what and from where people clicked. */
export function ClickPlaces({ report }: { report: CampaignReport }) {
  const { devices, countries } = report.clicks;
  if (devices.length === 0) return null;
  const deviceRows = devices.map(({ device, count }) => ({
    key: device,
    label: deviceWords[device],
    words: deviceWords[device],
    value: count,
  }));
  return (
    <Card title="Devices and countries">
      <ShareTable caption="Clicks by people, by device" noun="Device" rows={deviceRows} />
      <div className="mt-4 border-t border-line pt-2">
        {countries.some(({ country }) => country !== null) ? (
          <ShareTable caption="Clicks by people, by country" noun="Country" rows={countryRows(countries)} />
        ) : (
          <p className="pt-2 text-xs text-soft">
            Countries are not known. Supply a database of countries under{' '}
            <Link href="/settings/clicks" className="link">
              Settings, Clicks
            </Link>{' '}
            and they are told from then on.
          </p>
        )}
      </div>
    </Card>
  );
}

function countryRows(countries: CampaignReport['clicks']['countries']) {
  const shown = countries.slice(0, mostCountries);
  const others = countries.slice(mostCountries).reduce((sum, { count }) => sum + count, 0);
  const rows = shown.map(({ country, count }) => {
    const name = countryName(country);
    return { key: country ?? 'unknown', label: name, words: name, value: count };
  });
  return others === 0
    ? rows
    : [...rows, { key: 'others', label: 'Other countries', words: 'Other countries', value: others }];
}

const names = new Intl.DisplayNames('en', { type: 'region' });

function countryName(country: string | null): string {
  return country === null ? 'Unknown' : (names.of(country) ?? country);
}
