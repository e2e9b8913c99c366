import type { Metadata } from 'next';
import { UploadPage } from '../../../../../src/imports/upload-page.tsx';

export const metadata: Metadata = { title: 'Import contacts' };

export default function Page() {
  return <UploadPage />;
}
