import type { Metadata } from 'next';
import { NothingHere } from '../../src/shell/nothing-here.tsx';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFoundInside() {
  return <NothingHere />;
}
