import type { ReactNode } from 'react';

const inLines = 'grid-cols-[auto_minmax(0,1fr)] gap-y-2';
const stacked = 'gap-y-1 sm:grid-cols-[auto_minmax(0,1fr)] sm:gap-y-2';

/** Names and their values, one pair a line; `long` values stand below their names where there is little room. */
export function Facts(props: { rows: { term: string; value: ReactNode }[]; long?: boolean }) {
  return (
    <dl className={`grid gap-x-4 text-sm ${props.long ? stacked : inLines}`}>
      {props.rows.map(({ term, value }) => (
        <div key={term} className="contents">
          <dt className="text-soft">{term}</dt>
          <dd
            className={`[overflow-wrap:anywhere] [&_time]:whitespace-normal ${props.long ? 'max-sm:mb-2 sm:text-right' : 'text-right'}`}
          >
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
