'use client';

import '@mantine/charts/styles.layer.css';
import { LineChart } from '@mantine/charts';
import { formatCount } from '../format/numbers.ts';
import type { LineFigureProps } from './line-figure.tsx';

/** The drawn part of `LineFigure`; imported only lazily, since the chart library is heavy. */
export default function LinePlot({ series, points }: LineFigureProps) {
  const rows = points.map((point) => ({ label: point.label, ...point.values }));
  return (
    <LineChart
      h={240}
      data={rows}
      dataKey="label"
      series={series.map(({ name, label, color }) => ({ name, label, color }))}
      curveType="linear"
      strokeWidth={2}
      withDots={false}
      gridAxis="x"
      tickLine="none"
      valueFormatter={formatCount}
      xAxisProps={{ minTickGap: 32 }}
      yAxisProps={{ width: 48, allowDecimals: false }}
      lineChartProps={{ accessibilityLayer: false }}
    />
  );
}
