import type { ReactNode } from 'react';

/** A panel with a heading; `aside` stands at its right. */
export function Card(props: { title?: string; aside?: ReactNode; children: ReactNode; className?: string }) {
  return (
    <section
      className={`rounded-lg border border-line bg-surface p-5 shadow-card max-sm:p-4 ${props.className ?? ''}`}
    >
      {props.title && (
        <div className="mb-4 flex flex-wrap items-center justify-between gap-2">
          <h2 className="text-[0.9375rem] font-semibold">{props.title}</h2>
          {props.aside}
        </div>
      )}
      {props.children}
    </section>
  );
}
