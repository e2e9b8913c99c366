'use client';

import { IconFileImport } from '@tabler/icons-react';
import { useResource } from '../api/use-resource.ts';
import { ListTable } from '../table/list-table.tsx';
import { useListSearch } from '../table/use-list-search.ts';
import { Empty } from '../ui/empty.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { importColumns } from './import-columns.tsx';
import { importList } from './resources.ts';

const refreshMs = 5_000;
const noFilters = {};

export function ImportsPage() {
  const { cursor } = useListSearch(noFilters);
  const list = useResource(importList({ cursor }), { refetchInterval: refreshMs });
  return (
    <>
      <PageHeader
        title="Imports"
        about="Every file that was uploaded, with what became of its rows"
        actions={
          <LinkButton href="/contacts/imports/new" leftSection={<IconFileImport size={16} aria-hidden />}>
            Import contacts
          </LinkButton>
        }
      />
      <ListTable caption="Imports" columns={importColumns} list={list} noun="import" empty={<NoImports />} />
    </>
  );
}

function NoImports() {
  return (
    <Empty
      icon={IconFileImport}
      title="Nothing was imported yet"
      action={
        <>
          <LinkButton href="/contacts/imports/new">Import a CSV file</LinkButton>
          <LinkButton href="/api/v1/imports/sample.csv" download variant="default">
            Download a sample file
          </LinkButton>
        </>
      }
    >
      Any CSV with a column of phones will do. You see what happens to each row before anything is imported.
    </Empty>
  );
}
