'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { UtcTime } from '@ultrathink/domain/kernel';
import { useEffect, useState } from 'react';
import { useMay } from '@/features/identity/use-may.ts';
import { useLive } from '@/features/live/use-live.ts';
import { useTRPC } from '@/trpc/client.ts';
import { FailureLine } from '@/trpc/failure-line.tsx';
import { useScopes } from '@/trpc/use-scopes.ts';
import { ProgressBar } from '@/ui/bar.tsx';
import { Button } from '@/ui/button.tsx';
import { useNow } from '@/ui/clock.ts';
import { Glyph } from '@/ui/glyph.tsx';
import { StripSheet } from '@/ui/strip-sheet.tsx';
import { Time } from '@/ui/time.tsx';
import { ResumeDialog } from '../resume-dialog.tsx';
import { GRADE_WORDS } from '../words.ts';
import {
  countCancels,
  inDoubt,
  type KillWish,
  keyOf,
  orderName,
  type UnderStop,
  type VenueCount,
} from './kill-wish.ts';

export interface Stopped {
  /** When it was kept: everything is counted from here. */
  readonly at: UtcTime;
}

const AGAIN_MS = 1_000;

/** What venues confirmed, each with its clock, and by name what nobody knows. */
export function KillCount({
  wish,
  stopped,
  onClose,
}: {
  readonly wish: KillWish;
  readonly stopped: Stopped;
  readonly onClose: () => void;
}) {
  const mayResume = useMay('risk.proposeResume');
  const scopes = useScopes();
  const [isResuming, setResuming] = useState(false);
  const { orders, error } = useCancels(wish, stopped);
  const { grade, name, clientId, isDrill } = wish;
  return (
    <StripSheet
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      icon="power"
      title={`${isDrill ? 'Drill, ' : ''}${GRADE_WORDS[grade].name}: ${name}`}
      aside={
        <>
          at <Time at={stopped.at} /> UTC
        </>
      }
      foot={
        <>
          {mayResume && (
            <>
              <Button onClick={() => setResuming(true)}>Propose to resume</Button>
              <span className="text-ink-2">needs a second person</span>
            </>
          )}
          <Button variant="quiet" className="ml-auto" onClick={onClose}>
            Close
          </Button>
        </>
      }
    >
      <FailureLine error={error} />
      {cancels(wish) ? (
        <Count orders={orders} at={stopped.at} />
      ) : (
        <p>{GRADE_WORDS[grade].does} It is in force with the engine’s next step.</p>
      )}
      {isResuming && (
        <ResumeDialog
          stopped={{ key: keyOf(wish), clientId, grade }}
          name={scopes.nameOf(wish.scope)}
          onClose={() => setResuming(false)}
        />
      )}
    </StripSheet>
  );
}

const cancels = ({ grade }: KillWish) => grade === 'CANCEL_ALL' || grade === 'FLATTEN';

/** Read again whenever the stream tells of an order, until none works any more. */
function useCancels(wish: KillWish, { at }: Stopped) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const asked = { key: keyOf(wish), since: at };
  const found = useQuery(
    trpc.risk.readUnderStop.queryOptions(asked, {
      enabled: cancels(wish),
      refetchInterval: ({ state }) =>
        state.data?.orders.every(({ endedAt }) => endedAt !== null) === true ? false : AGAIN_MS,
    }),
  );
  const orders = found.data?.orders ?? null;
  const isOpen = orders?.some(({ endedAt }) => endedAt === null) ?? true;
  const heard = newest(useLive('trading.orders'));
  useEffect(() => {
    if (heard > 0 && isOpen)
      void queryClient.invalidateQueries(trpc.risk.readUnderStop.pathFilter());
  }, [heard, isOpen, queryClient, trpc]);
  return { orders, error: found.error };
}

function newest(heard: readonly { readonly atMs: number }[]): number {
  return heard.reduce((last, { atMs }) => Math.max(last, atMs), 0);
}

function Count({
  orders,
  at,
}: {
  readonly orders: readonly UnderStop[] | null;
  readonly at: string;
}) {
  if (orders === null) return <p className="text-ink-2">Counting.</p>;
  const venues = countCancels(orders, at);
  const done = venues.reduce((sum, one) => sum + one.done, 0);
  const doubts = inDoubt(orders);
  const lastMs = Math.max(0, ...venues.map((one) => one.lastMs ?? 0));
  return (
    <div aria-live="polite" data-kill-count="">
      <p className="text-ink-2 text-label">Cancels confirmed</p>
      <p className="text-[1.75rem]/8 tabular-nums">
        {done} <span className="text-ink-3 text-title">of {orders.length}</span>
      </p>
      {orders.length > 0 && done === orders.length && (
        <p className="text-ink-2" data-kill-last={lastMs}>
          The last one {seconds(lastMs)} after the stop.
        </p>
      )}
      {orders.length === 0 && <p className="text-ink-2">Nothing worked there.</p>}
      <ul className="pt-2">
        {venues.map((one) => (
          <VenueLine key={one.venue} count={one} at={at} />
        ))}
      </ul>
      {doubts.map((order) => (
        <p key={order.clOrdId} className="flex gap-2 pt-2">
          <Glyph shape="diamond-mark" tone="warn" className="mt-1" />
          <span>
            <span className="text-warn">{orderName(order)}</span>: {order.venue} has not confirmed
            the order or its cancel. What it holds stays reserved.
          </span>
        </p>
      ))}
    </div>
  );
}

const seconds = (ms: number) => `${(ms / 1_000).toFixed(2)} s`;

function VenueLine({
  count: { venue, done, all, lastMs },
  at,
}: {
  readonly count: VenueCount;
  readonly at: string;
}) {
  const now = useNow(250);
  const isDone = done === all;
  const clockMs = isDone ? lastMs : now === null ? null : Math.max(0, now - Date.parse(at));
  return (
    <li className="grid grid-cols-[16px_96px_1fr_64px_64px] items-center gap-2 border-line-faint border-b py-1.5">
      <Glyph shape={isDone ? 'check' : 'diamond-mark'} tone={isDone ? 'accent' : 'warn'} />
      <span className="capitalize">{venue}</span>
      <ProgressBar
        label={`Cancels that ${venue} confirmed, percent`}
        ratio={all === 0 ? 1 : done / all}
        tone={isDone ? 'accent' : 'warn'}
      />
      <span className="text-right tabular-nums">
        {done} of {all}
      </span>
      <span className="text-right text-ink-2 tabular-nums">
        {clockMs === null ? '' : seconds(clockMs)}
      </span>
    </li>
  );
}
