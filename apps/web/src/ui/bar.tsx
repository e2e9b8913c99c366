type Props = {
  /** 0 to 1. */
  share: number;
  /** The share in words, for screen readers. */
  label: string;
  tone?: 'accent' | 'good' | 'warn' | 'bad' | 'neutral';
};

const fills = {
  accent: 'text-accent',
  good: 'text-good',
  warn: 'text-warn',
  bad: 'text-bad',
  neutral: 'text-[var(--control-border)]',
};

/** A share as a plain bar. */
export function Bar(props: Props) {
  const share = Math.min(Math.max(props.share, 0), 1);
  return (
    <progress
      aria-label={props.label}
      max={1}
      value={share}
      className={`bar ${fills[props.tone ?? 'accent']}`}
    />
  );
}
