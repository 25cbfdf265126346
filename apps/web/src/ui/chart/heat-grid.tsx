'use client';

import { cn } from '../cn.ts';
import { useLocale } from '../locale.tsx';
import { ScrollRegion } from '../table/scroll-region.tsx';
import { type ChartUnit, fullFigure } from './chart-unit.ts';
import { pixelNumber } from './scale.ts';

export interface HeatCell {
  readonly value: string | null;
  /** Raised beside the figure: `p` for a proxy. The note below the grid says what it means. */
  readonly mark?: string;
}

export interface HeatRow {
  readonly id: string;
  readonly name: string;
  readonly about?: string;
  readonly cells: readonly HeatCell[];
}

/** Share of the tint in percent, at most what the ink on top can stand. */
export function heatShare(value: number, kind: 'correlation' | 'loss', worst: number): number {
  if (kind === 'correlation') return Math.min(42, value * value * 42);
  if (value >= 0 || worst >= 0) return 0;
  return Math.min(34, (value / worst) * 34);
}

/**
 * Figures on tinted cells. The figure is always printed: the tint only shows where to look first.
 * Correlations mix `ink-2` by their square, losses mix `down` by their share of the worst.
 */
export function HeatGrid({
  title,
  corner = '',
  columns,
  rows,
  kind,
  unit,
  className,
}: {
  readonly title: string;
  /** Heads the names of the rows. */
  readonly corner?: string;
  readonly columns: readonly string[];
  readonly rows: readonly HeatRow[];
  readonly kind: 'correlation' | 'loss';
  readonly unit: ChartUnit;
  readonly className?: string;
}) {
  const { locale } = useLocale();
  const all = rows.flatMap(({ cells }) => cells.map(({ value }) => pixelNumber(value) ?? 0));
  const worst = Math.min(0, ...all);
  const tint = kind === 'correlation' ? 'var(--ink-2)' : 'var(--down)';
  return (
    <ScrollRegion label={title} className={className}>
      <table className="w-full border-separate border-spacing-px whitespace-nowrap tabular-nums">
        <caption className="sr-only">{title}</caption>
        <thead>
          <tr>
            {corner === '' ? (
              <td />
            ) : (
              <th scope="col" className="h-row-head text-left font-normal text-ink-3 text-label">
                {corner}
              </th>
            )}
            {columns.map((name) => (
              <th
                key={name}
                scope="col"
                className="h-row-head px-2 text-right font-normal text-ink-3 text-label"
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row" className="h-row pr-2 text-left font-normal">
                <span className="font-medium">{row.name}</span>
                {row.about !== undefined && (
                  <span className="pl-1.5 text-ink-3 text-label">{row.about}</span>
                )}
              </th>
              {row.cells.map((cell, index) => (
                <HeatCellView
                  key={columns[index]}
                  cell={cell}
                  text={fullFigure(unit, cell.value, locale)}
                  share={heatShare(pixelNumber(cell.value) ?? 0, kind, worst)}
                  tint={tint}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function HeatCellView({
  cell,
  text,
  share,
  tint,
}: {
  readonly cell: HeatCell;
  readonly text: string;
  readonly share: number;
  readonly tint: string;
}) {
  const none = cell.value === null;
  return (
    <td
      className={cn('h-row px-2 text-right', none && 'text-ink-3')}
      style={
        none || share < 1
          ? undefined
          : { background: `color-mix(in oklab, ${tint} ${share.toFixed(0)}%, var(--paper))` }
      }
    >
      {text}
      {cell.mark !== undefined && <sup className="text-[0.7em]">{cell.mark}</sup>}
    </td>
  );
}
