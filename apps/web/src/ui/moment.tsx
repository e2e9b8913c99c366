'use client';

import { demoClockAt } from '../format/demo-clock.ts';
import { formatAgo, formatMoment, formatSecond } from '../format/times.ts';
import { useSession } from '../session/session-context.tsx';

/** A moment in the organisation's time zone, to the minute or to the second. */
export function Moment(props: { at: string; seconds?: boolean }) {
  const { tenant } = useSession();
  const format = props.seconds ? formatSecond : formatMoment;
  return (
    <time dateTime={props.at} className="whitespace-nowrap" suppressHydrationWarning>
      {format(props.at, tenant.timeZone)}
    </time>
  );
}

/** Behind a moment that the recipients' hours decide, once where several are told: what the demo clock shows then, in a demo. */
export function DemoTime(props: { at: string }) {
  const clock = useSession().simulator?.recipientTime;
  if (!clock) return null;
  return <span suppressHydrationWarning> ({demoClockAt(clock, props.at)} on the demo clock)</span>;
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
