'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { formatLatency } from '@ultrathink/domain/kernel';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { useTRPC } from '@/trpc/client.ts';
import { FailureLine } from '@/trpc/failure-line.tsx';
import { useAct } from '@/trpc/use-act.ts';
import { Button } from '@/ui/button.tsx';
import { Glyph } from '@/ui/glyph.tsx';
import { useLocale } from '@/ui/locale.tsx';
import { Age } from '@/ui/time.tsx';
import type { Replay } from './model.ts';

const AGAIN_MS = 700;

/** Has every decision about the order made again from the journal, and says whether one byte came out otherwise. */
export function OrderReplay({ clOrdId }: { readonly clOrdId: ClOrdId }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const asked = useQuery(
    trpc.trading.getReplay.queryOptions(
      { clOrdId },
      {
        refetchInterval: ({ state }) =>
          state.data?.replay != null && state.data.replay.endedAt === null ? AGAIN_MS : false,
      },
    ),
  );
  const replay = useAct(trpc.trading.replayOrder, {
    onDone: () => client.invalidateQueries(trpc.trading.getReplay.pathFilter()),
  });
  const found = asked.data?.replay ?? null;
  const isRunning = replay.isPending || (found !== null && found.endedAt === null);
  return (
    <div className="flex flex-wrap items-center gap-x-3 pb-1.5 text-label" aria-live="polite">
      {found === null || found.outcome === null ? (
        <span className="text-ink-2">
          {isRunning ? 'Its decisions are made again.' : 'Not replayed yet.'}
        </span>
      ) : (
        <Outcome outcome={found.outcome} endedAt={found.endedAt} />
      )}
      <Button
        size="small"
        variant="quiet"
        className="ml-auto"
        busy={isRunning}
        busyLabel="Replaying"
        onClick={() => replay.mutate({ clOrdId })}
      >
        Replay
      </Button>
      <FailureLine error={replay.error} />
    </div>
  );
}

function Outcome({
  outcome,
  endedAt,
}: {
  readonly outcome: NonNullable<Replay['outcome']>;
  readonly endedAt: string | null;
}) {
  const { locale } = useLocale();
  switch (outcome.kind) {
    case 'Failed':
      return <span className="text-danger">{outcome.sentence}</span>;
    case 'TooLong':
      return (
        <span className="text-ink-2">
          {outcome.records} records lie between its first and its last: run{' '}
          <code className="font-mono">npm run replay</code> for it.
        </span>
      );
    case 'Replayed': {
      const { decisions, different, tookMs } = outcome;
      if (different.length === 0) {
        return (
          <span className="flex items-center gap-1.5 text-ink-2">
            <Glyph shape="check" tone="accent" size={10} />
            <span>
              {decisions === 1 ? '1 decision' : `${decisions} decisions`} replayed byte for byte in{' '}
              {formatLatency(tookMs, locale)}
              {endedAt !== null && (
                <>
                  , <Age since={endedAt} /> ago
                </>
              )}
            </span>
          </span>
        );
      }
      return (
        <div className="text-danger">
          <p>
            {different.length} of {decisions} decisions differ, the first in record{' '}
            {different[0]?.sequence}.
          </p>
          <pre className="whitespace-pre-wrap break-all font-mono">
            recorded {different[0]?.recorded ?? 'nothing'}
            {'\n'}now {different[0]?.made ?? 'nothing'}
          </pre>
        </div>
      );
    }
  }
}
