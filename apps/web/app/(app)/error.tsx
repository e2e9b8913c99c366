'use client';

import { ErrorBox } from '../../src/ui/error-box.tsx';

export default function PageError(props: { error: Error; reset: () => void }) {
  return (
    <>
      <h1 className="mb-4 text-2xl font-[620]">Something went wrong</h1>
      <ErrorBox error={props.error} onRetry={props.reset} />
    </>
  );
}
