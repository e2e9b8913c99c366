import { Moment } from '../ui/moment.tsx';

/** When those who wait may go on. */
export function GoesOn({ at }: { at: string }) {
  return (
    <span className="block text-xs text-soft">
      Goes on <Moment at={at} />
    </span>
  );
}
