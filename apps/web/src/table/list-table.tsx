'use client';

import type { ReactNode } from 'react';
import type { Column } from './data-table.tsx';
import { DataTable } from './data-table.tsx';
import { Pager } from './pager.tsx';

type Page<Row> = { items: Row[]; nextCursor: string | null; total?: number | undefined };

type Props<Row> = {
  /** Names the table; read by screen readers, not shown. */
  caption: string;
  columns: Column<Row>[];
  /** What `useResource` gives for the list. */
  list: { data: Page<Row> | undefined; error: unknown; isPlaceholderData: boolean; refetch: () => unknown };
  /** What one row is, for the total: `contact`. */
  noun: string;
  plural?: string;
  /** What stands there when nothing is in it. */
  empty: ReactNode;
};

/** One page of a list at the API, with its table, its errors and the way to the next page. */
export function ListTable<Row extends { id: string }>({ list, ...props }: Props<Row>) {
  return (
    <>
      <DataTable
        caption={props.caption}
        columns={props.columns}
        rows={list.data?.items}
        rowKey={(row) => row.id}
        stale={list.isPlaceholderData}
        error={list.error}
        onRetry={() => void list.refetch()}
        empty={props.empty}
      />
      <Pager page={list.data} noun={props.noun} {...(props.plural ? { plural: props.plural } : {})} />
    </>
  );
}
