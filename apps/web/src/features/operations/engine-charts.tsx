'use client';

import { formatAge } from '@ultrathink/domain/kernel';
import type { ProcessMetrics } from '@ultrathink/domain/operations';
import { memo } from 'react';
import { LineChart } from '@/ui/chart/line-chart.tsx';
import { useLocale } from '@/ui/locale.tsx';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { Freshness } from '@/ui/status.tsx';
import type { DataState } from '@/ui/table/data-state.ts';
import { linePoints } from './line-points.ts';
import { ENGINE_EVERY_MS, isOld, useEngineFreshness } from './use-engine-freshness.ts';

const HEIGHT = 132;

function points(
  history: readonly ProcessMetrics[],
  read: (metrics: ProcessMetrics) => Readonly<Record<string, number>>,
) {
  return linePoints(history, ENGINE_EVERY_MS, read);
}

/** The engine's own figures as they come, and how fresh they are. */
export function EngineCharts({ history }: { readonly history: readonly ProcessMetrics[] }) {
  const { fresh, age } = useEngineFreshness();
  const { locale } = useLocale();
  // Whole seconds: what is drawn again for a word is drawn once a second, not with every tenth.
  const staleAge = isOld(fresh) && fresh.ageMs !== null ? formatAge(fresh.ageMs, locale) : null;
  return (
    <section aria-label="Engine">
      <SectionHeading title="Engine" about="the last two minutes">
        <Freshness state={fresh.state} age={age === '' ? undefined : age} />
      </SectionHeading>
      <EnginePlots history={history} staleAge={history.length > 0 ? staleAge : null} />
    </section>
  );
}

/** Drawn when figures come, once a second, and not with every look at how fresh they are. */
const EnginePlots = memo(function EnginePlots({
  history,
  staleAge,
}: {
  readonly history: readonly ProcessMetrics[];
  readonly staleAge: string | null;
}) {
  const state: DataState = staleAge === null ? { kind: 'ready' } : { kind: 'stale', age: staleAge };
  const empty = { sentence: 'Waiting for the engine.', next: 'It tells its figures each second.' };
  const shared = { state, empty, height: HEIGHT };
  return (
    <div className="grid gap-x-8 gap-y-2 lg:grid-cols-2">
      <LineChart
        {...shared}
        title="Event loop delay"
        label="How late the engine's event loop runs, median and 99th percentile of each second."
        unit={{ kind: 'ms' }}
        zero
        series={[
          { id: 'p50', name: 'p50' },
          { id: 'p99', name: 'p99' },
        ]}
        points={points(history, (m) => ({ p50: m.loopDelayP50Ms, p99: m.loopDelayP99Ms }))}
      />
      <LineChart
        {...shared}
        title="Memory"
        label="Memory of the engine's process, and the part of it that its heap uses."
        unit={{ kind: 'bytes' }}
        series={[
          { id: 'rss', name: 'process' },
          { id: 'heap', name: 'heap' },
        ]}
        points={points(history, (m) => ({ rss: m.rssBytes, heap: m.heapUsedBytes }))}
      />
      <LineChart
        {...shared}
        title="CPU"
        about="of one core"
        label="Share of one core that the engine used in each second."
        unit={{ kind: 'percent', decimals: 1 }}
        zero
        series={[{ id: 'cpu', name: 'of one core' }]}
        points={points(history, (m) => ({ cpu: m.cpuShare }))}
      />
      <LineChart
        {...shared}
        title="Heap"
        about="part in use"
        label="Part of the engine's heap that is in use."
        unit={{ kind: 'percent', decimals: 0 }}
        zero
        series={[{ id: 'used', name: 'in use' }]}
        points={points(history, (m) => ({ used: m.heapUsedBytes / m.heapTotalBytes }))}
      />
    </div>
  );
});
