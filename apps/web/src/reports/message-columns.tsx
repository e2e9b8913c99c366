import type { CampaignMessage } from '@sms-crm/contracts/messages';
import { formatMoney } from '../format/money.ts';
import { formatCount } from '../format/numbers.ts';
import { formatPhone } from '../format/phones.ts';
import { Retries } from '../messages/retries.tsx';
import type { Column } from '../table/data-table.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { Phone } from '../ui/phone.tsx';
import { RowLink } from '../ui/row-link.tsx';
import { GoesOn } from './goes-on.tsx';
import { MessageStatusMark } from './message-status-mark.tsx';

/** Who, what became of it, and why. */
export const messageColumns: Column<CampaignMessage>[] = [
  {
    key: 'status',
    header: 'Status',
    from: 'sm',
    cell: (row) => <MessageStatusMark status={row.status} retryAt={row.retryAt} />,
  },
  {
    key: 'who',
    header: 'Contact',
    rowHeader: true,
    cell: (row) => (
      <div className="min-w-32">
        <ContactName row={row} />
        <p className="text-xs text-soft">
          <Phone value={row.to} />
        </p>
      </div>
    ),
    below: (row) => (
      <>
        <MessageStatusMark status={row.status} retryAt={row.retryAt} />
        <div className="text-sm text-ink empty:hidden">
          <Why row={row} />
        </div>
      </>
    ),
  },
  {
    key: 'why',
    header: 'Why',
    from: 'sm',
    cell: (row) => (
      <div className="max-w-72 min-w-40">
        {(row.reasonWords ?? row.waitsFor ?? row.errorWords ?? row.errorCode) ? (
          <Why row={row} />
        ) : (
          <span className="text-soft">–</span>
        )}
      </div>
    ),
  },
  {
    key: 'text',
    header: 'Text',
    from: 'lg',
    cell: (row) => <p className="line-clamp-2 max-w-72 text-soft">{row.body ?? '–'}</p>,
  },
  { key: 'parts', header: 'Parts', align: 'end', from: 'md', cell: (row) => formatCount(row.parts) },
  {
    key: 'cost',
    header: 'Cost',
    align: 'end',
    from: 'md',
    cell: (row) => (
      <span className="whitespace-nowrap">{row.costMicros === null ? '–' : formatMoney(row.costMicros)}</span>
    ),
  },
  { key: 'details', header: '', align: 'end', cell: (row) => <WhyLink row={row} /> },
];

function WhyLink({ row }: { row: CampaignMessage }) {
  return (
    <LinkButton
      size="compact-sm"
      variant="default"
      href={`/messages/${row.id}`}
      aria-label={`Why and what happened: text to ${row.contactName || formatPhone(row.to)}`}
    >
      Why
    </LinkButton>
  );
}

/** Why somebody did not get it or still waits, and until when; nothing when all went well. */
function Why({ row }: { row: CampaignMessage }) {
  const { waitsFor } = row;
  return (
    <>
      {row.reasonWords ?? waitsFor?.words ?? row.errorWords}
      {waitsFor?.until && <GoesOn at={waitsFor.until} />}
      {row.retryAt && (
        <p className="text-xs text-soft">
          <Retries at={row.retryAt} />
        </p>
      )}
      {row.errorCode && <p className="numeric text-xs text-soft">Error {row.errorCode}</p>}
    </>
  );
}

function ContactName({ row }: { row: CampaignMessage }) {
  const name = row.contactName || 'No name';
  if (!row.contactId) return <>{name}</>;
  return <RowLink href={`/contacts/${row.contactId}`}>{name}</RowLink>;
}
