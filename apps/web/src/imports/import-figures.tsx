import type { ImportTotals } from '@sms-crm/contracts/imports';
import { formatCount } from '../format/numbers.ts';
import { Figure } from '../ui/figure.tsx';

/** The totals of a file: every row is either accepted or rejected. `over` once it is imported: they stay as they were then. */
export function ImportFigures({ totals, over = false }: { totals: ImportTotals; over?: boolean }) {
  return (
    <dl className="grid grid-cols-2 gap-x-5 gap-y-6 sm:grid-cols-4">
      <Figure label="Rows in the file">{formatCount(totals.rows)}</Figure>
      <Figure
        label="Accepted"
        note={`${formatCount(totals.newContacts)} new, ${formatCount(totals.existingContacts)} known already`}
      >
        {formatCount(totals.accepted)}
      </Figure>
      <Figure label="Rejected">{formatCount(totals.rows - totals.accepted)}</Figure>
      <Figure label="With a recorded agreement" note={over ? 'when imported' : undefined}>
        {formatCount(totals.withConsent)}
      </Figure>
    </dl>
  );
}
