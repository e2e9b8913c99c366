'use client';

import { IconArrowDown, IconArrowUp, IconArrowsSort } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ErrorBox } from '../ui/error-box.tsx';
import { TableSkeleton } from './table-skeleton.tsx';

export type Column<Row> = {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** `end` for numbers. */
  align?: 'start' | 'end';
  /** The cell that names its row for screen readers. */
  rowHeader?: boolean;
  /** What the columns hidden on a phone say, under this cell there. */
  below?: (row: Row) => ReactNode;
  sortable?: boolean;
  /** Hidden on screens narrower than this. */
  from?: 'sm' | 'md' | 'lg';
};

export type Sort = { key: string; direction: 'ascending' | 'descending' };

type Props<Row> = {
  /** Names the table; read by screen readers, not shown. */
  caption: string;
  columns: Column<Row>[];
  rows: Row[] | undefined;
  rowKey: (row: Row) => string;
  /** What the list shows instead when there is nothing in it. */
  empty: ReactNode;
  error?: unknown;
  onRetry?: () => void;
  /** At most about ten rows high; the rest scrolls inside. */
  bounded?: boolean;
  /** The rows are those of the page before. */
  stale?: boolean;
  sort?: { by: Sort; onSort: (by: Sort) => void } | undefined;
};

const fromClass = { sm: 'max-sm:hidden', md: 'max-md:hidden', lg: 'max-lg:hidden' };

function cellClass<Row>(column: Column<Row>): string {
  const align = column.align === 'end' ? 'text-right' : 'text-left';
  return `${align} ${column.from ? fromClass[column.from] : ''}`;
}

/** A list as a table with a header for each column and row; wide ones scroll in their own focusable region. */
export function DataTable<Row>(props: Props<Row>) {
  if (props.error && !props.rows) return <ErrorBox error={props.error} onRetry={props.onRetry} />;
  if (!props.rows) return <TableSkeleton caption={props.caption} columns={props.columns.length} />;
  if (props.rows.length === 0) return <>{props.empty}</>;
  return (
    <section
      aria-label={props.caption}
      aria-busy={props.stale ?? false}
      tabIndex={0}
      className={`scroll-cue relative overflow-auto rounded-lg border border-line bg-surface shadow-card ${props.bounded ? 'max-h-[28rem]' : ''}`}
    >
      <table className={`w-full border-collapse text-sm ${props.stale ? 'opacity-60' : ''}`}>
        <caption className="sr-only">{props.caption}</caption>
        <thead>
          <tr className="border-b border-line">
            {props.columns.map((column) => (
              <HeaderCell key={column.key} column={column} sort={props.sort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <BodyRow key={props.rowKey(row)} row={row} columns={props.columns} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function HeaderCell<Row>(props: { column: Column<Row>; sort: Props<Row>['sort'] }) {
  const { column, sort } = props;
  const shape = `px-4 py-2.5 max-sm:px-3 text-xs font-medium whitespace-nowrap text-soft ${cellClass(column)}`;
  if (!column.sortable || !sort) {
    return (
      <th scope="col" className={shape}>
        {column.header || <span className="sr-only">Actions</span>}
      </th>
    );
  }
  const current = sort.by.key === column.key ? sort.by.direction : undefined;
  const next = current === 'ascending' ? 'descending' : 'ascending';
  const Icon = current ? (current === 'ascending' ? IconArrowUp : IconArrowDown) : IconArrowsSort;
  return (
    <th scope="col" aria-sort={current ?? 'none'} className={shape}>
      <button
        type="button"
        className="inline-flex cursor-pointer items-center gap-1 border-0 bg-transparent p-0 font-medium text-inherit hover:text-ink"
        onClick={() => sort.onSort({ key: column.key, direction: next })}
      >
        {column.header}
        <Icon size={14} aria-hidden />
      </button>
    </th>
  );
}

function BodyRow<Row>(props: { row: Row; columns: Column<Row>[] }) {
  return (
    <tr className="border-b border-line transition-colors last:border-0 hover:bg-sunken/60">
      {props.columns.map((column) => {
        const shape = `px-4 py-3 align-middle max-sm:px-3 ${cellClass(column)}`;
        const content = (
          <>
            {column.cell(props.row)}
            {column.below && (
              <div className="mt-1 flex flex-col gap-1 text-xs text-soft sm:hidden">
                {column.below(props.row)}
              </div>
            )}
          </>
        );
        return column.rowHeader ? (
          <th key={column.key} scope="row" className={`${shape} font-normal`}>
            {content}
          </th>
        ) : (
          <td key={column.key} className={shape}>
            {content}
          </td>
        );
      })}
    </tr>
  );
}
