import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Dashboard } from '../../src/dashboard/dashboard.tsx';
import { lastDays, runningCampaigns, runningStatuses } from '../../src/dashboard/resources.ts';
import { Prefetch } from '../../src/server/prefetch.tsx';
import { serverSession } from '../../src/server/server-session.ts';

export const metadata: Metadata = { title: 'Dashboard' };

/** Whoever answers people and may not see campaigns starts in the inbox. */
export default async function DashboardPage() {
  // The layout leads those without a session to the sign-in.
  const permissions = (await serverSession().catch(() => undefined))?.permissions ?? [];
  if (permissions.includes('inbox:read') && !permissions.includes('campaigns:read')) redirect('/inbox');
  return (
    <Prefetch resources={[lastDays, ...runningStatuses.map(runningCampaigns)]}>
      <Dashboard />
    </Prefetch>
  );
}
