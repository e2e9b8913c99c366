import { IconMapOff } from '@tabler/icons-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { Empty } from '../src/ui/empty.tsx';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-lg flex-col justify-center px-4">
      <h1 className="sr-only">Page not found</h1>
      <Empty
        icon={IconMapOff}
        title="There is nothing here"
        action={
          <Link href="/" className="link">
            Go to the dashboard
          </Link>
        }
      >
        The page does not exist, or it belongs to another organisation.
      </Empty>
    </main>
  );
}
