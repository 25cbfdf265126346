'use client';

import { useMemo } from 'react';
import { useLocale } from '../locale.tsx';
import type { Column } from '../table/columns.ts';
import { ChartFrame, type ChartFrameProps } from './chart-frame.tsx';
import { axisFigures, type ChartUnit } from './chart-unit.ts';
import type { LineSeries } from './line-data.ts';
import { niceAxis, pixelNumber } from './scale.ts';
import { seriesLook } from './series-look.ts';
import { unitColumn } from './unit-column.ts';

/** One place on the axis, with the figure of each series there; null where there is none. */
interface CurveStep {
  readonly id: string;
  /** "1 s". */
  readonly name: string;
  readonly values: Readonly<Record<string, string | null>>;
}

interface CurveData {
  readonly series: readonly LineSeries[];
  readonly steps: readonly CurveStep[];
  readonly unit: ChartUnit;
  /** A level with words: an average paid, a limit. */
  readonly level?: { readonly value: string; readonly words: string };
}

const idOf = ({ id }: CurveStep) => id;

/** Up to five lines over a few steps that are no even time: after 1 s, 5 s, 1 min, 5 min. */
export function CurveChart({
  series,
  steps,
  unit,
  level,
  ...frame
}: CurveData & Omit<ChartFrameProps<CurveStep>, 'table' | 'legend' | 'children'>) {
  const columns = useMemo<readonly Column<CurveStep>[]>(
    () => [
      { id: 'step', kind: 'text', header: 'After', value: ({ name }) => name },
      ...series.map(({ id, name }) =>
        unitColumn<CurveStep>(unit, { id, header: name }, ({ values }) => values[id] ?? null),
      ),
    ],
    [series, unit],
  );
  const data = { series, steps, unit, ...(level !== undefined && { level }) };
  const known = steps.some(({ values }) => Object.values(values).some((value) => value !== null));
  return (
    <ChartFrame
      {...frame}
      table={{ columns, rows: known ? steps : [], idOf }}
      legend={
        series.length < 2
          ? []
          : series.map(({ id, name, role }, n) => ({ id, name, look: seriesLook(n, role) }))
      }
    >
      <CurvePlot {...data} />
    </ChartFrame>
  );
}

/** In percent of the drawing, so that it needs no measuring; words stand beside it as text. */
function CurvePlot({ series, steps, unit, level }: CurveData) {
  const { locale } = useLocale();
  const figures = [...steps.flatMap(({ values }) => Object.values(values)), level?.value ?? null];
  const known = figures.map(pixelNumber).filter((value) => value !== null);
  const { min, max, ticks } = niceAxis(known, { count: 4, zero: true });
  const texts = axisFigures(unit, ticks, locale);
  const topOf = (value: number) => ((max - value) / (max - min || 1)) * 100;
  const leftOf = (index: number) => (index / Math.max(1, steps.length - 1)) * 100;
  const levelAt = pixelNumber(level?.value ?? null);
  return (
    <div aria-hidden="true" className="absolute inset-x-0 top-2 bottom-6">
      {ticks.map((tick, n) => (
        <div
          key={tick}
          style={{ top: `${topOf(tick)}%` }}
          className="absolute inset-x-0 flex items-center"
        >
          <span
            className={
              tick === 0 ? 'flex-1 border-line border-t' : 'flex-1 border-line-faint border-t'
            }
          />
          <span className="-mt-2 w-13.5 pl-2.5 text-ink-3 text-micro tabular-nums">{texts[n]}</span>
        </div>
      ))}
      <div className="absolute inset-y-0 right-15 left-2">
        <svg
          width="100%"
          height="100%"
          viewBox="0 0 100 100"
          preserveAspectRatio="none"
          aria-hidden="true"
          className="overflow-visible"
          fill="none"
        >
          {levelAt !== null && (
            <path
              d={`M0 ${topOf(levelAt)}H100`}
              stroke="var(--ink-3)"
              strokeDasharray="3 3"
              vectorEffect="non-scaling-stroke"
            />
          )}
          {series.map(({ id, role }, n) => {
            const { color, dash } = seriesLook(n, role);
            return (
              <path
                key={id}
                d={pathOf(steps, id, leftOf, topOf)}
                stroke={color}
                strokeWidth="1.5"
                strokeDasharray={dash}
                vectorEffect="non-scaling-stroke"
              />
            );
          })}
        </svg>
        {series.map(({ id, role }, n) =>
          steps.map((step, index) => {
            const value = pixelNumber(step.values[id] ?? null);
            if (value === null) return null;
            return (
              <span
                key={`${id} ${step.id}`}
                className="absolute -mt-0.75 -ml-0.75 size-1.5"
                style={{
                  left: `${leftOf(index)}%`,
                  top: `${topOf(value)}%`,
                  background: seriesLook(n, role).color,
                }}
              />
            );
          }),
        )}
        {levelAt !== null && (
          <span
            className="absolute right-0 -translate-y-full bg-paper pl-1 text-ink-2 text-micro"
            style={{ top: `${topOf(levelAt)}%` }}
          >
            {level?.words}
          </span>
        )}
        <StepNames steps={steps} leftOf={leftOf} />
      </div>
    </div>
  );
}

function StepNames({
  steps,
  leftOf,
}: Pick<CurveData, 'steps'> & { readonly leftOf: (index: number) => number }) {
  return steps.map(({ id, name }, index) => (
    <span
      key={id}
      style={{ left: `${leftOf(index)}%` }}
      className="absolute top-full -translate-x-1/2 whitespace-nowrap pt-1.5 text-ink-3 text-micro"
    >
      {name}
    </span>
  ));
}

/** What is not known breaks the line. */
function pathOf(
  steps: readonly CurveStep[],
  id: string,
  leftOf: (index: number) => number,
  topOf: (value: number) => number,
): string {
  let pen = 'M';
  return steps
    .map(({ values }, index) => {
      const value = pixelNumber(values[id] ?? null);
      if (value === null) {
        pen = 'M';
        return '';
      }
      const command = `${pen}${leftOf(index).toFixed(2)} ${topOf(value).toFixed(2)}`;
      pen = 'L';
      return command;
    })
    .join('');
}
