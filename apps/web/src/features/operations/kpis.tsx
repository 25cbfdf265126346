'use client';

import { formatAge, formatBytes, formatInteger } from '@ultrathink/domain/kernel';
import type { DatabaseMeasure, ProcessMetrics } from '@ultrathink/domain/operations';
import { Figure } from '@/ui/figure.tsx';
import { KpiLine } from '@/ui/kpi.tsx';
import { useLocale } from '@/ui/locale.tsx';
import { Time } from '@/ui/time.tsx';
import { type Measured, measuredBytes, measuredMs, measuredPercent } from './figures.ts';
import { isOld, useEngineFreshness } from './use-engine-freshness.ts';

/** What nobody has told yet is said so; it is never a zero. */
function MeasuredFigure({
  of,
  old = false,
}: {
  readonly of: Measured | null;
  readonly old?: boolean;
}) {
  if (of === null) return <Figure value={null} unknown="Unknown" />;
  return <Figure {...of} className={old ? 'text-ink-2' : ''} />;
}

export function OperationsKpis({
  engine,
  measure,
}: {
  readonly engine: ProcessMetrics | null;
  readonly measure: DatabaseMeasure | null;
}) {
  const { locale } = useLocale();
  const connections = measure?.connections;
  const used =
    connections &&
    connections.active + connections.idle + connections.idleInTransaction + connections.other;
  const measured = measure ? (
    <>
      measured <Time at={measure.at} precision="minute" /> UTC
    </>
  ) : (
    'not measured yet'
  );
  const { fresh, age } = useEngineFreshness();
  const old = isOld(fresh);
  const none = 'not heard yet';
  const ofEngine = (context: (known: ProcessMetrics) => string): string => {
    if (engine === null) return none;
    return old ? `heard ${age} ago` : context(engine);
  };
  return (
    <KpiLine
      label="The platform in six figures"
      cells={[
        {
          id: 'loop',
          label: 'Event loop delay, p99',
          figure: <MeasuredFigure old={old} of={engine && measuredMs(engine.loopDelayP99Ms)} />,
          context: ofEngine((e) => `engine, worst ${measuredMs(e.loopDelayMaxMs).value} ms`),
        },
        {
          id: 'memory',
          label: 'Engine memory',
          figure: <MeasuredFigure old={old} of={engine && measuredBytes(engine.rssBytes)} />,
          context: ofEngine((e) => `heap ${formatBytes(e.heapUsedBytes, locale)}`),
        },
        {
          id: 'cpu',
          label: 'Engine CPU',
          figure: <MeasuredFigure old={old} of={engine && measuredPercent(engine.cpuShare)} />,
          context: ofEngine((e) => `of one core, up ${formatAge(e.uptimeMs, locale)}`),
        },
        {
          id: 'size',
          label: 'Database',
          figure: <MeasuredFigure of={measure && measuredBytes(measure.databaseBytes)} />,
          context: measured,
        },
        {
          id: 'connections',
          label: 'Connections',
          figure: (
            <MeasuredFigure
              of={used === undefined ? null : { value: String(used), unit: '', decimals: 0 }}
            />
          ),
          context: connections
            ? `${connections.active} active, limit ${formatInteger(connections.limit, locale)}`
            : 'not measured yet',
        },
        {
          id: 'disk',
          label: 'Disk free',
          figure: <MeasuredFigure of={measure && measuredBytes(measure.disk.freeBytes)} />,
          context: measure
            ? `of ${formatBytes(measure.disk.totalBytes, locale)}`
            : 'not measured yet',
        },
      ]}
    />
  );
}
