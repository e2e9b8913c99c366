import type { Metadata } from 'next';
import { createLoader, parseAsString } from 'nuqs/server';
import type { SearchParams } from 'nuqs/server';
import { AuditPage } from '../../../src/audit/audit-page.tsx';
import { auditFilters, auditList } from '../../../src/audit/resources.ts';
import { Prefetch } from '../../../src/server/prefetch.tsx';

export const metadata: Metadata = { title: 'Audit log' };

const load = createLoader({ ...auditFilters, cursor: parseAsString.withDefault('') });

export default async function Page(props: { searchParams: Promise<SearchParams> }) {
  const place = await load(props.searchParams);
  return (
    <Prefetch resources={[auditList(place)]}>
      <AuditPage />
    </Prefetch>
  );
}
