'use client';

import { Button } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { parseAsString, useQueryState } from 'nuqs';
import { formatCountOf } from '../format/numbers.ts';

/** Which cursor came before which, so that keyset pages can go back; the oldest are forgotten. */
const before = new Map<string, string>();
const maxRemembered = 500;

function remember(cursor: string, previous: string): void {
  before.set(cursor, previous);
  const oldest = before.keys().next().value;
  if (before.size > maxRemembered && oldest !== undefined) before.delete(oldest);
}

type Props = {
  page: { items: unknown[]; nextCursor: string | null; total?: number | undefined } | undefined;
  /** What the list holds, for the total: `contact`. */
  noun: string;
  plural?: string;
};

/** Previous and next of a keyset list; the place is in the URL as `?cursor=`. */
export function Pager(props: Props) {
  const [cursor, setCursor] = useQueryState(
    'cursor',
    parseAsString.withDefault('').withOptions({ history: 'push' }),
  );
  const next = props.page?.nextCursor ?? null;
  function goOn(): void {
    if (next) remember(next, cursor);
    void setCursor(next);
  }
  if (!props.page || (!cursor && props.page.items.length === 0)) return null;
  if (!cursor && !next && props.page.total === undefined) return null;
  const { total } = props.page;
  return (
    <nav aria-label="Pages" className="mt-3 flex items-center justify-between gap-3">
      <p className="numeric text-sm text-soft">
        {total === undefined ? '' : formatCountOf(total, props.noun, props.plural)}
      </p>
      {(cursor || next) && (
        <div className="flex gap-2">
          <Button
            size="xs"
            variant="default"
            leftSection={<IconChevronLeft size={14} aria-hidden />}
            disabled={!cursor}
            onClick={() => void setCursor(before.get(cursor) || null)}
          >
            Previous
          </Button>
          <Button
            size="xs"
            variant="default"
            rightSection={<IconChevronRight size={14} aria-hidden />}
            disabled={!next}
            onClick={goOn}
          >
            Next
          </Button>
        </div>
      )}
    </nav>
  );
}
