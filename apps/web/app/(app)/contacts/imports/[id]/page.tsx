import type { Metadata } from 'next';
import { countryOptions } from '../../../../../src/imports/countries.ts';
import { ImportPage } from '../../../../../src/imports/import-page.tsx';
import { oneImport } from '../../../../../src/imports/resources.ts';
import { pageId } from '../../../../../src/server/page-id.ts';
import { Prefetch } from '../../../../../src/server/prefetch.tsx';

export const metadata: Metadata = { title: 'Import' };

export default async function Page(props: { params: Promise<{ id: string }> }) {
  const id = await pageId(props.params);
  return (
    <Prefetch resources={[oneImport(id)]}>
      <ImportPage id={id} countries={countryOptions()} />
    </Prefetch>
  );
}
