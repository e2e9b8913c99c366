'use client';

import { useResource } from '../api/use-resource.ts';
import { formatCountOf } from '../format/numbers.ts';
import { ErrorBox } from '../ui/error-box.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { PageSkeleton } from '../ui/page-skeleton.tsx';
import { Ledger } from './ledger.tsx';
import { Limits } from './limits.tsx';
import { Period } from './period.tsx';
import { Prices } from './prices.tsx';
import { currentBudget } from './resources.ts';

/** Money moves while something is sent; milliseconds between two looks. */
const refreshMs = 5_000;

export function BudgetPage() {
  const { data, error, refetch } = useResource(currentBudget, { refetchInterval: refreshMs });
  if (error && !data) {
    return (
      <>
        <PageHeader title="Budget" />
        <ErrorBox error={error} onRetry={() => void refetch()} />
      </>
    );
  }
  if (!data) return <PageSkeleton title="Budget" />;
  const { waitingCampaigns, simulated } = data;
  return (
    <>
      <PageHeader
        title="Budget"
        about={
          simulated
            ? 'What the simulated texts would cost. Live texts are counted by themselves, against the same limits.'
            : 'Money is reserved before a text is sent and settled afterwards, so that no limit is ever passed.'
        }
      />
      <div className="flex flex-col gap-5">
        {waitingCampaigns > 0 && (
          <p className="text-sm font-medium text-warn">
            {formatCountOf(waitingCampaigns, 'campaign waits', 'campaigns wait')} for the next day or month of
            the budget.
          </p>
        )}
        <div className="grid items-start gap-5 lg:grid-cols-2">
          <Period title="Today" period={data.day} />
          <Period title="This month" period={data.month} />
        </div>
        <Limits key={data.updatedAt} budget={data} />
        <Ledger />
        <Prices />
      </div>
    </>
  );
}
