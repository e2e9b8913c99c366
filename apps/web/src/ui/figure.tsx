import type { ReactNode } from 'react';

/** One number with its name, for a row inside a `<dl>`. */
export function Figure(props: { label: string; children: ReactNode; note?: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-soft">{props.label}</dt>
      <dd className="numeric mt-1 text-[1.375rem] leading-tight font-semibold tracking-tight">
        {props.children}
      </dd>
      {props.note && <dd className="numeric mt-0.5 text-xs text-soft">{props.note}</dd>}
    </div>
  );
}
