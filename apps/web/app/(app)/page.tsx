import { PageHeader } from '../../src/ui/page-header.tsx';

export default function DashboardPage() {
  return <PageHeader title="Dashboard" />;
}
