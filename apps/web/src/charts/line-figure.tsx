'use client';

import { Skeleton } from '@mantine/core';
import dynamic from 'next/dynamic';
import { formatCount } from '../format/numbers.ts';

export type LineSeries = { name: string; label: string; color: string };

/** One place on the x axis with a value for each series. */
export type LinePoint = { label: string; values: Record<string, number> };

export type LineFigureProps = {
  /** What the chart shows; names the table too. */
  caption: string;
  /** Header of the first column: `Day`. */
  axis: string;
  series: LineSeries[];
  points: LinePoint[];
};

const LinePlot = dynamic(() => import('./line-plot.tsx'), {
  ssr: false,
  loading: () => <Skeleton height={240} />,
});

/** A line chart, loaded when first needed, with the same numbers as a table. */
export function LineFigure(props: LineFigureProps) {
  return (
    <figure>
      <ul className="mb-3 flex flex-wrap gap-x-5 gap-y-1 text-xs text-soft">
        {props.series.map((series) => (
          <li key={series.name} className="flex items-center gap-1.5">
            <span
              aria-hidden
              className="h-0.5 w-3.5 rounded-full"
              style={{ background: colorOf(series.color) }}
            />
            {series.label}
          </li>
        ))}
      </ul>
      <div aria-hidden>
        <LinePlot {...props} />
      </div>
      <figcaption className="sr-only">{props.caption}. The same numbers follow as a table.</figcaption>
      <details className="mt-3 text-sm">
        <summary className="w-fit cursor-pointer text-soft hover:text-ink">Show as table</summary>
        <PointTable {...props} />
      </details>
    </figure>
  );
}

function colorOf(color: string): string {
  return `var(--mantine-color-${color.replace('.', '-')})`;
}

function PointTable(props: LineFigureProps) {
  const cell = 'px-3 py-1.5 text-right';
  return (
    <section
      aria-label={props.caption}
      tabIndex={0}
      className="mt-2 relative max-h-72 overflow-auto rounded-md border border-line"
    >
      <table className="w-full border-collapse text-xs">
        <caption className="sr-only">{props.caption}</caption>
        <thead>
          <tr className="border-b border-line text-soft">
            <th scope="col" className="px-3 py-1.5 text-left font-medium">
              {props.axis}
            </th>
            {props.series.map((series) => (
              <th key={series.name} scope="col" className={`${cell} font-medium`}>
                {series.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.points.map((point) => (
            <tr key={point.label} className="border-b border-line last:border-0">
              <th scope="row" className="px-3 py-1.5 text-left font-normal whitespace-nowrap">
                {point.label}
              </th>
              {props.series.map((series) => (
                <td key={series.name} className={cell}>
                  {formatCount(point.values[series.name] ?? 0)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
