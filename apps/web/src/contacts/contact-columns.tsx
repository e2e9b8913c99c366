import type { Contact } from '@sms-crm/contracts/contacts';
import Link from 'next/link';
import type { Column } from '../table/data-table.tsx';
import { Ago } from '../ui/moment.tsx';
import { Phone } from '../ui/phone.tsx';
import { ReachMark, Tags } from './contact-marks.tsx';
import { contactTitle } from './contact-words.ts';

export const contactColumns: Column<Contact>[] = [
  { key: 'reach', header: 'Marketing texts', cell: (row) => <ReachMark contact={row} /> },
  {
    key: 'name',
    header: 'Name',
    rowHeader: true,
    cell: (row) => (
      <Link href={`/contacts/${row.id}`} className="font-medium text-ink no-underline hover:underline">
        {contactTitle(row)}
      </Link>
    ),
  },
  { key: 'phone', header: 'Phone', cell: (row) => <Phone value={row.phone} /> },
  { key: 'email', header: 'E-mail', from: 'lg', cell: (row) => row.email ?? <None /> },
  { key: 'tags', header: 'Tags', from: 'sm', cell: (row) => <Tags tags={row.tags} max={3} /> },
  { key: 'added', header: 'Added', from: 'md', cell: (row) => <Ago at={row.createdAt} /> },
];

function None() {
  return <span className="text-soft">–</span>;
}
