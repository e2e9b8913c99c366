'use client';

import { NativeSelect } from '@mantine/core';
import type { ImportColumn } from '@sms-crm/contracts/imports';
import { Card } from '../ui/card.tsx';
import { targetOptions } from './settings-values.ts';

type Props = {
  columns: ImportColumn[];
  mapping: string[];
  onChange: (mapping: string[]) => void;
  problem: React.ReactNode;
};

/** Each column of the file with some of its values and where it goes. */
export function MappingFields({ columns, mapping, onChange, problem }: Props) {
  function change(index: number, target: string): void {
    onChange(mapping.with(index, target));
  }
  return (
    <Card title="Columns">
      <p className="-mt-2 mb-4 text-sm text-soft">
        We guessed where each column goes from its name and values. Correct what is wrong.
      </p>
      {problem && (
        <p id="mapping-problem" className="mb-3 text-sm font-medium text-bad">
          {problem}
        </p>
      )}
      <ul className="flex flex-col divide-y divide-line">
        {columns.map((column, index) => (
          <li
            key={column.index}
            className="grid items-center gap-x-6 gap-y-2 py-3 first:pt-0 last:pb-0 sm:grid-cols-[minmax(0,1fr)_260px]"
          >
            <div className="min-w-0">
              <p className="truncate text-sm font-semibold">
                {column.header || `Column ${column.index + 1}`}
              </p>
              <p className="truncate text-xs text-soft">{samplesOf(column)}</p>
            </div>
            <NativeSelect
              aria-label={`Column ${column.header || column.index + 1} goes to`}
              data={targetOptions(column)}
              value={mapping[index] ?? 'ignore'}
              onChange={(event) => change(index, event.currentTarget.value)}
              {...(problem ? { 'aria-describedby': 'mapping-problem', 'data-invalid': true } : {})}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function samplesOf(column: ImportColumn): string {
  const filled = column.samples.filter((sample) => sample.trim() !== '');
  return filled.length === 0 ? 'No values in the first rows' : filled.slice(0, 4).join(' · ');
}
