import { toldError } from '@/trpc/told-error.ts';
import type { DataState } from '@/ui/table/data-state.ts';

const SAFE = 'The log itself is not affected.';

/** The state of something that is asked for: what is there stays, a failure says itself. */
export function dataStateOf(asked: {
  readonly isRead: boolean;
  readonly error: unknown;
  readonly retry: () => void;
}): DataState {
  if (asked.isRead) return { kind: 'ready' };
  if (asked.error === null) return { kind: 'loading' };
  const { code, sentence, quote } = toldError(asked.error);
  if (code === 'Forbidden' || code === 'NotFound') return { kind: 'forbidden', sentence };
  // What never reached the platform was written down nowhere: there is nothing to quote.
  const quoted = quote === 'none' ? {} : { quote };
  return { kind: 'error', sentence, safe: SAFE, ...quoted, onRetry: asked.retry };
}
