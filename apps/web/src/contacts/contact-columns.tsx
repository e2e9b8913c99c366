import type { Contact } from '@sms-crm/contracts/contacts';
import type { Column } from '../table/data-table.tsx';
import { Ago } from '../ui/moment.tsx';
import { Phone } from '../ui/phone.tsx';
import { RowLink } from '../ui/row-link.tsx';
import { ReachMark, Tags } from './contact-marks.tsx';
import { contactTitle } from './contact-words.ts';

export const contactColumns: Column<Contact>[] = [
  { key: 'reach', header: 'Marketing texts', from: 'sm', cell: (row) => <ReachMark contact={row} /> },
  {
    key: 'name',
    header: 'Name',
    rowHeader: true,
    cell: (row) => <RowLink href={`/contacts/${row.id}`}>{contactTitle(row)}</RowLink>,
    below: (row) => (
      <div className="flex flex-wrap items-center justify-between gap-x-4">
        <Phone value={row.phone} />
        <ReachMark contact={row} />
      </div>
    ),
  },
  { key: 'phone', header: 'Phone', from: 'sm', cell: (row) => <Phone value={row.phone} /> },
  { key: 'email', header: 'E-mail', from: 'lg', cell: (row) => row.email ?? <None /> },
  { key: 'tags', header: 'Tags', from: 'sm', cell: (row) => <Tags tags={row.tags} max={3} /> },
  { key: 'added', header: 'Added', from: 'md', cell: (row) => <Ago at={row.createdAt} /> },
];

function None() {
  return <span className="text-soft">–</span>;
}
