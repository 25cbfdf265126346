'use client';

import { useQuery } from '@tanstack/react-query';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useTRPC } from '@/trpc/client.ts';
import { DatabaseCharts, type Span } from './database-charts.tsx';
import { EngineCharts } from './engine-charts.tsx';
import { HeadlineWords } from './headline-words.tsx';
import { OperationsKpis } from './kpis.tsx';
import { LargestTables } from './largest-tables.tsx';
import { PingButton } from './ping-button.tsx';
import { Processes } from './processes.tsx';
import { useDatabaseMeasures } from './use-database-measures.ts';
import { useEngineHistory } from './use-engine-history.ts';

const HEALTH_EVERY_MS = 5_000;

const spanParser = parseAsStringLiteral<Span>(['1h', '24h', '7d']).withDefault('1h');

/** How the platform is: one sentence, six figures, and what they rest on. */
export function OperationsOverview() {
  const trpc = useTRPC();
  const [span, setSpan] = useQueryState('span', spanParser);
  const health = useQuery(
    trpc.operations.getPlatformHealth.queryOptions(undefined, { refetchInterval: HEALTH_EVERY_MS }),
  );
  const { latest, ...measures } = useDatabaseMeasures(span);
  const history = useEngineHistory();
  const checks = health.data?.checks ?? null;
  return (
    <div className="flex flex-1 flex-col">
      <div className="px-gutter">
        <div className="flex items-end gap-8 pt-4.5 pb-3.5 max-md:flex-col max-md:items-start max-md:gap-3">
          <HeadlineWords checks={checks} />
          <PingButton />
        </div>
        <OperationsKpis engine={history.at(-1) ?? null} measure={latest} />
      </div>
      <div className="grid flex-1 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="min-w-0 px-gutter pb-5">
          <EngineCharts history={history} />
          <LargestTables measure={latest} />
        </div>
        <div className="min-w-0 border-line px-gutter pb-5 max-xl:border-t xl:border-l">
          <Processes checks={checks} />
          <DatabaseCharts {...measures} span={span} onSpanChange={setSpan} />
        </div>
      </div>
    </div>
  );
}
