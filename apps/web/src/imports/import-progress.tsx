import type { ImportView } from '@sms-crm/contracts/imports';
import { formatCount, formatCountOf } from '../format/numbers.ts';
import { Bar } from '../ui/bar.tsx';
import { Card } from '../ui/card.tsx';
import { CancelImport } from './cancel-import.tsx';

/** How far the dry run or the import is. */
export function ImportProgress({ view }: { view: ImportView }) {
  const { rowsDone, rowsTotal } = view.progress;
  const words =
    rowsTotal === null
      ? formatCountOf(rowsDone, 'row')
      : `${formatCount(rowsDone)} of ${formatCountOf(rowsTotal, 'row')}`;
  const title = view.status === 'checking' ? 'Checking every row' : 'Importing the accepted rows';
  return (
    <Card title={title}>
      <Bar share={rowsTotal ? rowsDone / rowsTotal : 0} label={title} />
      <div className="mt-3 flex flex-wrap items-center justify-between gap-3">
        <p className="numeric text-sm text-soft">{words}</p>
        <CancelImport view={view} />
      </div>
      <p className="mt-2 text-xs text-soft">You can leave this page; the work goes on.</p>
    </Card>
  );
}
