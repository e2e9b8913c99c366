const dots = {
  neutral: 'bg-[var(--control-border)]',
  live: 'bg-[var(--live)] live-dot',
  good: 'bg-good',
  warn: 'bg-[var(--mantine-color-orange-6)]',
  bad: 'bg-bad',
  info: 'bg-[var(--mantine-color-blue-6)]',
};

export type Tone = keyof typeof dots;

/** A state in words with a coloured dot, which pulses while something runs. */
export function StatusMark(props: { tone: Tone; children: string }) {
  return (
    <span className="inline-flex items-center gap-2 text-sm font-medium whitespace-nowrap">
      <span aria-hidden className={`size-2 shrink-0 rounded-full ${dots[props.tone]}`} />
      {props.children}
    </span>
  );
}
