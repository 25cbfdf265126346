'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '@/trpc/client.ts';
import { toldError } from '@/trpc/told-error.ts';
import { Button } from '@/ui/button.tsx';
import { ConfirmDialog } from '@/ui/confirm-dialog.tsx';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { EmptyState } from '@/ui/states.tsx';
import { Switch } from '@/ui/switch.tsx';

/** Looked at again so soon: what is broken here may be mended elsewhere, and an engine comes back. */
const AGAIN_MS = 1_000;

const FAULTS = [
  ['Slow', 'Slow', 'Each answer takes a second and a half longer.'],
  ['AnswersLost', 'Answers to orders lost', 'An order takes effect and nobody hears of it.'],
  ['ServerErrors', 'Server errors', 'Most requests end with status 503.'],
  ['RateLimited', 'Rate limited', 'Every request is refused: ask again in 10 s.'],
  ['Maintenance', 'Maintenance', 'The venue says that it is closed for work.'],
  ['Silence', 'Silent streams', 'Streams stay open and tell nothing.'],
  ['Gaps', 'Gaps in market data', 'One message in twenty is missing.'],
  ['CrossedBook', 'Crossed book', 'A bid stands above the best ask.'],
  ['ClockSkew', 'Clock 30 s fast', 'What the venue stamps and checks is by its own clock.'],
  ['Down', 'Down', 'No connection is made and none stays.'],
] as const;

const NAMES = { binance: 'Binance', coinbase: 'Coinbase', kraken: 'Kraken' } as const;

export function BreakPanel() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const query = trpc.demo.breakage.queryOptions(undefined, { refetchInterval: AGAIN_MS });
  const seen = useQuery(query);
  const again = { onSettled: () => void queries.invalidateQueries({ queryKey: query.queryKey }) };
  const breaks = useMutation(trpc.demo.breakVenue.mutationOptions(again));
  const mends = useMutation(trpc.demo.mendVenues.mutationOptions(again));
  const kills = useMutation(trpc.demo.killEngine.mutationOptions(again));
  const failed = [breaks, mends, kills].find(({ isError }) => isError);
  const venues = seen.data?.venues ?? null;
  const isBusy = breaks.isPending || mends.isPending;
  const isBroken = venues?.some(({ faults }) => faults.length > 0) === true;
  return (
    <section aria-label="What to break" className="border-t px-gutter">
      <SectionHeading title="At the venues" about={faultsText(venues)}>
        <Button
          onClick={() => mends.mutate({ venue: null, fault: null })}
          disabled={!isBroken}
          busy={isBusy}
        >
          Mend all
        </Button>
      </SectionHeading>
      {failed !== undefined && (
        <p role="alert" className="pb-2 text-danger">
          {toldError(failed.error).sentence}
        </p>
      )}
      {venues === null ? (
        <EmptyState
          next={seen.isPending ? undefined : 'It is started again by itself, within some seconds.'}
        >
          {seen.isPending ? 'Asking the simulator.' : 'The simulator does not answer.'}
        </EmptyState>
      ) : (
        <div className="grid gap-x-8 gap-y-4 pb-4 md:grid-cols-3">
          {venues.map(({ venue, faults }) => (
            <fieldset key={venue} className="min-w-0">
              <legend className="w-full border-line-faint border-b pb-1 font-medium">
                {NAMES[venue]}
              </legend>
              <div className="flex flex-col gap-2 pt-2">
                {FAULTS.map(([fault, label, note]) => (
                  <Switch
                    key={fault}
                    checked={faults.includes(fault)}
                    disabled={isBusy}
                    note={note}
                    onCheckedChange={(isOn) => {
                      if (isOn) breaks.mutate({ venue, fault });
                      else mends.mutate({ venue, fault });
                    }}
                  >
                    {label}
                  </Switch>
                ))}
              </div>
            </fieldset>
          ))}
        </div>
      )}
      <EngineEnd
        pid={seen.data?.enginePid}
        isBusy={kills.isPending}
        onKill={(pid) => kills.mutate({ pid })}
      />
    </section>
  );
}

/** How many are on is said: a list of thirty switches hides one that was forgotten. */
function faultsText(venues: readonly { readonly faults: readonly string[] }[] | null): string {
  const on = venues?.reduce((sum, { faults }) => sum + faults.length, 0) ?? 0;
  if (on === 0) return 'Switched at the simulator, until it is mended';
  return `${on === 1 ? 'One fault is' : `${on} faults are`} on, until ${on === 1 ? 'it is' : 'they are'} mended`;
}

function EngineEnd({
  pid,
  isBusy,
  onKill,
}: {
  /** Null while it does not run, undefined while nobody knows. */
  readonly pid: number | null | undefined;
  readonly isBusy: boolean;
  readonly onKill: (pid: number) => void;
}) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-t py-3">
      <p className="max-w-reading text-ink-2" role="status">
        {engineSentence(pid)}
      </p>
      <ConfirmDialog
        trigger={
          <Button variant="danger" disabled={pid == null} busy={isBusy}>
            End the engine
          </Button>
        }
        title={`End process ${pid ?? ''} by kill -9?`}
        description="Nothing is lost: whatever has no answer is asked for after the start. Nobody can trade for some seconds. Five ends within a minute and the supervisor gives up."
        act="End the engine"
        assurance={{ kind: 'hold' }}
        onConfirm={() => pid != null && onKill(pid)}
      />
    </div>
  );
}

function engineSentence(pid: number | null | undefined): string {
  if (pid === undefined) return 'Asking whether the engine runs.';
  if (pid === null) return 'The engine does not run. Its supervisor starts it again.';
  return `The engine runs as process ${pid}. Ended by kill -9, it says nothing to anybody; what it had decided stands in its journal.`;
}
