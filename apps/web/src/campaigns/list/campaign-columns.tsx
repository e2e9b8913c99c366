import type { Campaign } from '@sms-crm/contracts/campaigns';
import { formatMoney } from '../../format/money.ts';
import type { Column } from '../../table/data-table.tsx';
import { Ago } from '../../ui/moment.tsx';
import { RowLink } from '../../ui/row-link.tsx';
import { audienceWords } from '../audience-words.ts';
import { CampaignStatusMark } from '../campaign-status.tsx';
import { DeleteDraftButton } from '../delete-draft-button.tsx';
import { CloneButton } from '../clone-button.tsx';
import { MoveButtons } from '../move-buttons.tsx';
import { campaignPath, isRunning } from '../resources.ts';
import { CampaignProgress } from './campaign-progress.tsx';

type Known = {
  /** Texts a second, by campaign. */
  rates: ReadonlyMap<string, number>;
  /** Whether a kill switch halts it. */
  isStopped: (campaign: Campaign) => boolean;
};

/** The columns of the campaign list. */
export function campaignColumns({ rates, isStopped }: Known): Column<Campaign>[] {
  const progress = (row: Campaign) => {
    const stopped = isStopped(row);
    return <CampaignProgress campaign={row} stopped={stopped} rate={rates.get(row.id)} />;
  };
  const status = (row: Campaign) => (
    <CampaignStatusMark
      status={row.status}
      stopped={row.killSwitchOn || (isRunning(row.status) && isStopped(row))}
    />
  );
  return [
    {
      key: 'status',
      header: 'Status',
      from: 'sm',
      cell: status,
    },
    {
      key: 'name',
      header: 'Campaign',
      rowHeader: true,
      cell: (row) => (
        <div className="max-w-80 min-w-28 sm:min-w-40">
          <div className="mb-1 sm:hidden">{status(row)}</div>
          <RowLink href={campaignPath(row)}>{row.name}</RowLink>
          <p className="truncate text-xs text-soft">{audienceWords(row.audience)}</p>
        </div>
      ),
      below: progress,
    },
    {
      key: 'progress',
      header: 'Progress',
      from: 'sm',
      cell: progress,
    },
    {
      key: 'cost',
      header: 'Cost',
      align: 'end',
      from: 'md',
      cell: (row) => (
        <span className="whitespace-nowrap">
          {row.launchedAt === null ? '–' : formatMoney(row.totals.costMicros)}
        </span>
      ),
    },
    {
      key: 'when',
      header: 'Launched',
      from: 'lg',
      cell: (row) =>
        row.launchedAt === null ? (
          <span className="whitespace-nowrap text-soft">
            Made <Ago at={row.createdAt} />
          </span>
        ) : (
          <Ago at={row.launchedAt} />
        ),
    },
    {
      key: 'actions',
      header: '',
      align: 'end',
      cell: (row) => (
        <div className="flex flex-wrap justify-end gap-2">
          <CloneButton campaign={row} inRow />
          {row.status === 'draft' ? (
            <DeleteDraftButton id={row.id} name={row.name} inRow />
          ) : (
            <MoveButtons campaign={row} inRow />
          )}
        </div>
      ),
    },
  ];
}
