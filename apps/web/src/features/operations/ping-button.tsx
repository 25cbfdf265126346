'use client';

import { useMutation } from '@tanstack/react-query';
import { formatLatency } from '@ultrathink/domain/kernel';
import { useTRPC } from '@/trpc/client.ts';
import { newKey } from '@/trpc/new-key.ts';
import { toldError } from '@/trpc/told-error.ts';
import { Button } from '@/ui/button.tsx';
import { useLocale } from '@/ui/locale.tsx';

/** Asks the engine for a sign of life, the whole way, and says how long each part of it took. */
export function PingButton() {
  const trpc = useTRPC();
  const { locale } = useLocale();
  const ping = useMutation(
    trpc.operations.pingEngine.mutationOptions({
      onMutate: () => ({ startedMs: performance.now() }),
      onSuccess: (_answer, _input, { startedMs }) => {
        performance.measure('ping', { start: startedMs });
      },
    }),
  );
  return (
    <div className="flex items-center gap-4 max-md:flex-row-reverse max-md:justify-end">
      <p role="status" className="text-label text-ink-2 tabular-nums md:text-right">
        {ping.isSuccess && (
          <>
            Engine answered in{' '}
            <span className="font-medium text-ink">
              {formatLatency(ping.data.roundTripMs, locale)}
            </span>
            , process {ping.data.pid}
          </>
        )}
        {ping.isError && <PingFault error={ping.error} />}
      </p>
      <Button
        onClick={() => ping.mutate({ idempotencyKey: newKey() })}
        busy={ping.isPending}
        busyLabel="Asking the engine"
      >
        Ping the engine
      </Button>
    </div>
  );
}

function PingFault({ error }: { readonly error: unknown }) {
  const { sentence, quote } = toldError(error);
  return (
    <>
      {sentence} Quote <span className="select-all font-mono">{quote}</span>.
    </>
  );
}
