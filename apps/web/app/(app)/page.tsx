import type { Metadata } from 'next';
import { Dashboard } from '../../src/dashboard/dashboard.tsx';
import { lastDays, runningCampaigns, runningStatuses } from '../../src/dashboard/resources.ts';
import { Prefetch } from '../../src/server/prefetch.tsx';

export const metadata: Metadata = { title: 'Dashboard' };

export default function DashboardPage() {
  return (
    <Prefetch resources={[lastDays, ...runningStatuses.map(runningCampaigns)]}>
      <Dashboard />
    </Prefetch>
  );
}
