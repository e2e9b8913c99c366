'use client';

import type { CarrierAccount } from '@sms-crm/contracts/carrier-accounts';
import { useResource } from '../api/use-resource.ts';
import { ErrorBox } from '../ui/error-box.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { PageSkeleton } from '../ui/page-skeleton.tsx';
import { Account } from './account.tsx';
import { AddAccount } from './add-account.tsx';
import { accountList } from './resources.ts';

const back = { href: '/settings', label: 'Settings' };

/** Real accounts before the simulator's. */
function order(account: CarrierAccount): number {
  return account.stage === 'simulated' ? 1 : 0;
}

export function CarrierPage() {
  const { data, error, refetch } = useResource(accountList);
  if (error && !data) {
    return (
      <>
        <PageHeader title="Carrier" back={back} />
        <ErrorBox error={error} onRetry={() => void refetch()} />
      </>
    );
  }
  if (!data) return <PageSkeleton title="Carrier" />;
  const accounts = data.items.toSorted((one, other) => order(one) - order(other));
  return (
    <>
      <PageHeader
        title="Carrier"
        back={back}
        about="Who delivers your texts. An account reaches people only after everything on its checklist is done."
        actions={<AddAccount />}
      />
      <div className="flex flex-col gap-5">
        {accounts.map((account) => (
          <Account key={account.id} account={account} />
        ))}
      </div>
    </>
  );
}
