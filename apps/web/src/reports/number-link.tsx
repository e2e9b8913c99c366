import Link from 'next/link';
import { formatCount } from '../format/numbers.ts';

/** A number that opens the list of people behind it; plain when there is nobody or no such list. */
export function NumberLink(props: { value: number; href?: string | undefined; of: string }) {
  if (props.value === 0 || !props.href) return <>{formatCount(props.value)}</>;
  return (
    <Link
      href={props.href}
      aria-label={`${formatCount(props.value)} ${props.of}, open the list`}
      className="text-inherit decoration-[var(--control-border)] decoration-dotted decoration-1 underline-offset-4 hover:decoration-current hover:decoration-solid"
    >
      {formatCount(props.value)}
    </Link>
  );
}
