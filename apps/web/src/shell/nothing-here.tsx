import { IconMapOff } from '@tabler/icons-react';
import Link from 'next/link';
import { Empty } from '../ui/empty.tsx';

/** For an address that leads to nothing; the page around it brings the `main`. */
export function NothingHere() {
  return (
    <>
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
    </>
  );
}
