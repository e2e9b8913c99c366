import { Moment, RecipientsMoment } from '../ui/moment.tsx';

/** When those who wait may go on. */
export function GoesOn({ reason, at }: { reason: string; at: string }) {
  return (
    <span className="block text-xs text-soft">
      Goes on {reason === 'quiet_hours' ? <RecipientsMoment at={at} /> : <Moment at={at} />}
    </span>
  );
}
