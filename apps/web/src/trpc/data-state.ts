/** A query of tRPC as tables and pages say it. */
import { toldError } from '@/trpc/told-error.ts';
import { type DataState, READY } from '@/ui/table/data-state.ts';

/** Of a query, what is looked at. */
interface Asked {
  readonly data: unknown;
  readonly error: unknown;
  readonly refetch: () => unknown;
}

/** @param sentence what could not be read: "The people could not be read." */
export function dataStateOf({ data, error, refetch }: Asked, sentence: string): DataState {
  if (data !== undefined) return READY;
  if (error === null) return { kind: 'loading' };
  const told = toldError(error);
  if (told.code === 'Forbidden') return { kind: 'forbidden', sentence: told.sentence };
  return {
    kind: 'error',
    sentence,
    safe: told.sentence,
    quote: told.quote,
    onRetry: () => void refetch(),
  };
}
