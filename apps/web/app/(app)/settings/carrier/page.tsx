import type { Metadata } from 'next';
import { CarrierPage } from '../../../../src/carrier/carrier-page.tsx';
import { accountList } from '../../../../src/carrier/resources.ts';
import { Prefetch } from '../../../../src/server/prefetch.tsx';

export const metadata: Metadata = { title: 'Carrier' };

export default function Page() {
  return (
    <Prefetch resources={[accountList]}>
      <CarrierPage />
    </Prefetch>
  );
}
