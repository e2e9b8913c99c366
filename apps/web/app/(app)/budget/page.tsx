import type { Metadata } from 'next';
import { createLoader, parseAsString } from 'nuqs/server';
import type { SearchParams } from 'nuqs/server';
import { BudgetPage } from '../../../src/budget/budget-page.tsx';
import { currentBudget, ledgerFilters, ledgerList, priceList } from '../../../src/budget/resources.ts';
import { Prefetch } from '../../../src/server/prefetch.tsx';

export const metadata: Metadata = { title: 'Budget' };

const load = createLoader({ ...ledgerFilters, cursor: parseAsString.withDefault('') });

export default async function Page(props: { searchParams: Promise<SearchParams> }) {
  const place = await load(props.searchParams);
  return (
    <Prefetch resources={[currentBudget, ledgerList(place), priceList]}>
      <BudgetPage />
    </Prefetch>
  );
}
