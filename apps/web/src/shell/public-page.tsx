import type { ReactNode } from 'react';
import { Brand } from './brand.tsx';
import { SchemeToggle } from './scheme-toggle.tsx';
import { SimulatorBanner } from './simulator-banner.tsx';

/** The frame of the pages before sign-in. */
export function PublicPage(props: {
  title: string;
  about?: string;
  simulatorUrl: string;
  children: ReactNode;
}) {
  return (
    <div className="flex min-h-dvh flex-col">
      {props.simulatorUrl && <SimulatorBanner url={props.simulatorUrl} />}
      <header className="flex items-center justify-between px-6 py-4 max-sm:px-4">
        <Brand />
        <SchemeToggle />
      </header>
      <main className="mx-auto flex w-full max-w-[400px] flex-1 flex-col justify-center px-4 pt-4 pb-24">
        <div className="rounded-xl border border-line bg-surface p-7 shadow-card max-sm:p-5">
          <h1 className="text-xl font-[620]">{props.title}</h1>
          {props.about && <p className="mt-1 text-sm text-soft">{props.about}</p>}
          <div className="mt-6">{props.children}</div>
        </div>
      </main>
    </div>
  );
}
