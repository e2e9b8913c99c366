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

/** A moment that the recipients' hours decide: in a demo also what their clock shows then, which is another one. */
export function RecipientsMoment(props: { at: string }) {
  const clock = useSession().simulator?.recipientTime;
  return (
    <>
      <Moment at={props.at} />
      {clock && (
        <span suppressHydrationWarning> ({demoClockAt(clock, props.at)} on the recipients’ demo clock)</span>
      )}
    </>
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
