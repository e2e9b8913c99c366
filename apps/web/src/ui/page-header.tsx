import Link from 'next/link';
import type { ReactNode } from 'react';

type Props = {
  title: ReactNode;
  /** One line below the title. */
  about?: ReactNode;
  actions?: ReactNode;
  /** The list this page belongs to. */
  back?: { href: string; label: string };
};

/** The heading of a page with its actions at the right. */
export function PageHeader(props: Props) {
  return (
    <header className="mb-6 max-sm:mb-4">
      {props.back && (
        <Link
          href={props.back.href}
          className="mb-1.5 inline-block text-sm text-soft no-underline hover:text-ink"
        >
          <span aria-hidden>← </span>
          {props.back.label}
        </Link>
      )}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h1 className="text-2xl font-[620] [overflow-wrap:anywhere]">{props.title}</h1>
          {props.about && <div className="mt-1 text-sm text-soft">{props.about}</div>}
        </div>
        {props.actions && <div className="flex flex-wrap gap-2">{props.actions}</div>}
      </div>
    </header>
  );
}
