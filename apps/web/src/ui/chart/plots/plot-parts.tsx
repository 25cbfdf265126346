'use client';

import type { ReactNode } from 'react';
import type { TooltipContentProps } from 'recharts';
import { LegendSwatch } from '../legend-swatch.tsx';
import type { SeriesLook } from '../series-look.ts';

/** Axis text: micro, quiet, figures of one width. */
export const TICK = {
  fontSize: 11,
  fill: 'var(--ink-3)',
  style: { fontVariantNumeric: 'tabular-nums' },
} as const;

/** What every axis leaves out: its line and its tick marks. */
export const BARE_AXIS = { axisLine: false, tickLine: false, tick: TICK } as const;

export const GRID = { stroke: 'var(--line-faint)', vertical: false } as const;

/** Room on the right for labels of up to seven signs. */
export const Y_WIDTH = 54;
/** Of a tick's sign at its size, in pixels; figures are tabular. */
const SIGN_WIDTH = 6.4;
/** Room for the longest of them: a unit that stands once makes its label longer than the others. */
export const yWidthOf = (texts: readonly string[]): number =>
  Math.max(Y_WIDTH, Math.ceil(SIGN_WIDTH * Math.max(0, ...texts.map((text) => text.length))) + 12);
export const MARGIN = { top: 10, right: 0, bottom: 0, left: 0 } as const;

/** The pointer's line; bars are washed instead. */
export const CURSOR = { stroke: 'var(--ink-3)', strokeWidth: 1 } as const;

export interface ReadLine {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly look: SeriesLook;
  readonly fill?: boolean;
}

/** What a reader gets at one place of the chart: where it is, and every figure there, whole. */
export function Reading({
  head,
  lines,
  foot,
}: {
  readonly head: ReactNode;
  readonly lines: readonly ReadLine[];
  readonly foot?: ReactNode;
}) {
  return (
    <div className="float-surface px-3 py-2 text-label">
      <p className="pb-0.5 text-ink-3">{head}</p>
      <dl className="grid grid-cols-[auto_auto] gap-x-5">
        {lines.map((line) => (
          <div key={line.id} className="contents">
            <dt className="flex items-center gap-1.5 text-ink-2">
              <LegendSwatch look={line.look} fill={line.fill ?? false} />
              {line.name}
            </dt>
            <dd className="text-right font-medium tabular-nums">{line.text}</dd>
          </div>
        ))}
      </dl>
      {foot}
    </div>
  );
}

/** The datum under the pointer or the keyboard, or nothing. */
export function activeDatum<Datum>(props: TooltipContentProps): Datum | null {
  if (!props.active) return null;
  return (props.payload[0]?.payload as Datum | undefined) ?? null;
}
