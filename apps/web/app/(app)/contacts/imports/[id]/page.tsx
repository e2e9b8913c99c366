import type { Metadata } from 'next';
import { countryOptions } from '../../../../../src/imports/countries.ts';
import { ImportPage } from '../../../../../src/imports/import-page.tsx';
import { oneImport } from '../../../../../src/imports/resources.ts';
import { Prefetch } from '../../../../../src/server/prefetch.tsx';

export const metadata: Metadata = { title: 'Import' };

export default async function Page(props: { params: Promise<{ id: string }> }) {
  const { id } = await props.params;
  return (
    <Prefetch resources={[oneImport(id)]}>
      <ImportPage id={id} countries={countryOptions()} />
    </Prefetch>
  );
}
