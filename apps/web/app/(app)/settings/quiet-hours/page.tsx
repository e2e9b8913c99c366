import type { Metadata } from 'next';
import { QuietHoursPage } from '../../../../src/quiet-hours/quiet-hours-page.tsx';
import { currentHours } from '../../../../src/quiet-hours/resources.ts';
import { Prefetch } from '../../../../src/server/prefetch.tsx';

export const metadata: Metadata = { title: 'Quiet hours' };

export default function Page() {
  return (
    <Prefetch resources={[currentHours]}>
      <QuietHoursPage />
    </Prefetch>
  );
}
