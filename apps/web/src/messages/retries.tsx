import { Moment } from '../ui/moment.tsx';

/** A text that failed is tried again without anybody's doing, and when. */
export function Retries({ at }: { at: string }) {
  return (
    <>
      It is tried again by itself, from <Moment at={at} /> on.
    </>
  );
}
