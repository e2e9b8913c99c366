'use client';

import { formatAgo, formatMoment } from '../format/times.ts';
import { useSession } from '../session/session-context.tsx';

/** A moment in the organisation's time zone. */
export function Moment(props: { at: string }) {
  const { tenant } = useSession();
  return (
    <time dateTime={props.at} className="whitespace-nowrap" suppressHydrationWarning>
      {formatMoment(props.at, tenant.timeZone)}
    </time>
  );
}

/** How long ago, with the full moment on hover and for screen readers. */
export function Ago(props: { at: string }) {
  const { tenant } = useSession();
  return (
    <time
      dateTime={props.at}
      title={formatMoment(props.at, tenant.timeZone)}
      className="whitespace-nowrap"
      suppressHydrationWarning
    >
      {formatAgo(props.at)}
    </time>
  );
}
