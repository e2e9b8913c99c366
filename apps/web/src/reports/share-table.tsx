import type { ReactNode } from 'react';
import { formatCount, formatShare } from '../format/numbers.ts';
import { Bar } from '../ui/bar.tsx';

export type ShareRow = { key: string; label: ReactNode; words: string; value: number };

type Props = {
  /** Names the table, for screen readers. */
  caption: string;
  /** What a row is: `Device`. */
  noun: string;
  rows: readonly ShareRow[];
};

/** How a number divides, as bars and as a table in one. */
export function ShareTable({ caption, noun, rows }: Props) {
  const total = rows.reduce((sum, row) => sum + row.value, 0);
  return (
    <table className="w-full border-collapse text-sm">
      <caption className="sr-only">{caption}</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">{noun}</th>
          <th scope="col">Share</th>
          <th scope="col">Count</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, label, words, value }) => (
          <tr key={key} className="border-b border-line last:border-0">
            <th scope="row" className="py-2 pr-3 text-left font-normal [overflow-wrap:anywhere]">
              {label}
            </th>
            <td className="w-2/5 py-2">
              <Bar share={total === 0 ? 0 : value / total} label={`${words}: ${formatShare(value, total)}`} />
            </td>
            <td className="numeric py-2 pl-3 text-right">
              <span className="font-semibold">{formatCount(value)}</span>{' '}
              <span className="text-xs text-soft">{formatShare(value, total)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
