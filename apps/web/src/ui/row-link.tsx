import Link from 'next/link';
import type { ReactNode } from 'react';

/** The name of a row, which opens it. */
export function RowLink(props: { href: string; title?: string; children: ReactNode }) {
  return (
    <Link {...props} className="font-medium [overflow-wrap:anywhere] text-ink no-underline hover:underline" />
  );
}
