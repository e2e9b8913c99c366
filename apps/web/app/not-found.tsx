import type { Metadata } from 'next';
import { NothingHere } from '../src/shell/nothing-here.tsx';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-lg flex-col justify-center px-4">
      <NothingHere />
    </main>
  );
}
