import type { Campaign } from '@sms-crm/contracts/campaigns';
import Link from 'next/link';
import { formatMoney } from '../../format/money.ts';
import type { Column } from '../../table/data-table.tsx';
import { Ago } from '../../ui/moment.tsx';
import { audienceWords } from '../audience-words.ts';
import { CampaignStatusMark } from '../campaign-status.tsx';
import { DeleteDraftButton } from '../delete-draft-button.tsx';
import { MoveButtons } from '../move-buttons.tsx';
import { campaignPath } from '../resources.ts';
import { CampaignProgress } from './campaign-progress.tsx';

/** The columns of the campaign list; `rates` are texts a second by campaign. */
export function campaignColumns(rates: ReadonlyMap<string, number>): Column<Campaign>[] {
  return [
    {
      key: 'status',
      header: 'Status',
      cell: (row) => <CampaignStatusMark status={row.status} killSwitchOn={row.killSwitchOn} />,
    },
    {
      key: 'name',
      header: 'Campaign',
      rowHeader: true,
      cell: (row) => (
        <div className="max-w-80 min-w-40">
          <Link href={campaignPath(row)} className="font-medium text-ink no-underline hover:underline">
            {row.name}
          </Link>
          <p className="truncate text-xs text-soft">{audienceWords(row.audience)}</p>
          <div className="mt-2 text-xs sm:hidden">
            <CampaignProgress campaign={row} rate={rates.get(row.id)} />
          </div>
        </div>
      ),
    },
    {
      key: 'progress',
      header: 'Progress',
      from: 'sm',
      cell: (row) => <CampaignProgress campaign={row} rate={rates.get(row.id)} />,
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
        <div className="flex justify-end gap-2">
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
