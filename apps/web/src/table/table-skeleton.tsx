import { Skeleton } from '@mantine/core';

const widths = ['w-3/5', 'w-4/5', 'w-2/5', 'w-3/4', 'w-1/2', 'w-2/3'];

/** What a list looks like before its first rows arrive. */
export function TableSkeleton(props: { caption: string; columns: number }) {
  return (
    <output className="block overflow-hidden rounded-lg border border-line bg-surface p-4 shadow-card">
      <span className="sr-only">Loading {props.caption}</span>
      {widths.map((width) => (
        <div key={width} aria-hidden className="flex gap-6 border-b border-line py-3.5 last:border-0">
          {Array.from({ length: Math.min(props.columns, 4) }, (_, index) => (
            <div key={index} className="flex-1">
              <Skeleton height={10} radius="xl" className={width} />
            </div>
          ))}
        </div>
      ))}
    </output>
  );
}
