import type { Metadata } from 'next';
import { NumbersPage } from '../../../src/numbers/numbers-page.tsx';
import { numberList, registrationList } from '../../../src/numbers/resources.ts';
import { Prefetch } from '../../../src/server/prefetch.tsx';

export const metadata: Metadata = { title: 'Numbers' };

export default function Page() {
  return (
    <Prefetch resources={[numberList, registrationList]}>
      <NumbersPage />
    </Prefetch>
  );
}
