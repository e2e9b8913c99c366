import type { QuietLaw } from '@sms-crm/contracts/quiet-hours';
import { formatDate } from '../format/times.ts';
import type { Column } from '../table/data-table.tsx';
import { DataTable } from '../table/data-table.tsx';
import { weekWords } from './hours-words.ts';
import { lastDayOf } from './last-day.ts';

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** `until`: the last day before its region has stricter hours. */
type Law = QuietLaw & { until: string | undefined };

const columns: Column<Law>[] = [
  {
    key: 'name',
    header: 'Where',
    rowHeader: true,
    cell: (row) => (
      <div className="min-w-28">
        <p className="font-medium">{capital(row.name)}</p>
        {row.since && <p className="text-xs text-soft">Since {formatDate(row.since)}</p>}
        {row.until && <p className="text-xs text-soft">Until {formatDate(row.until)}</p>}
      </div>
    ),
    below: (row) => <p>{moreWords(row)}</p>,
  },
  {
    key: 'hours',
    header: 'Open',
    cell: (row) => (
      <ul className="numeric whitespace-nowrap">
        {weekWords(row.week).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    ),
  },
  { key: 'more', header: 'Besides', from: 'sm', cell: moreWords },
  {
    key: 'source',
    header: 'Source',
    from: 'lg',
    cell: (row) => (
      <p className="max-w-sm text-xs text-soft">
        {row.source} (read {row.asOf})
      </p>
    ),
  },
];

function moreWords({ holidays, maxPerDay }: QuietLaw): string {
  const words = [
    ...(holidays ? ['closed on legal holidays'] : []),
    ...(maxPerDay === null ? [] : [`at most ${maxPerDay} texts in 24 hours`]),
  ];
  return words.length === 0 ? '–' : capital(words.join(', '));
}

/** The hours of each region by its law, all of which hold at once. */
export function Laws({ laws }: { laws: QuietLaw[] }) {
  return (
    <section aria-labelledby="laws">
      <h2 id="laws" className="text-lg font-semibold">
        What the law allows
      </h2>
      <p className="mb-3 text-sm text-soft">
        A state’s hours hold together with its country’s. Where it is not known where somebody is, the hours
        of every place their phone may be in hold. This is no legal advice.
      </p>
      <DataTable
        caption="Hours by law"
        columns={columns}
        rows={laws.map((law) => ({ ...law, until: lastDayOf(law, laws) }))}
        rowKey={(row) => `${row.region}:${row.name}:${row.since}`}
        empty={null}
      />
    </section>
  );
}
