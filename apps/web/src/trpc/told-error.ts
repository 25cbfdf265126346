import { TRPCClientError } from '@trpc/client';
import { ERROR_CODES, type PublicError } from '@ultrathink/api/client';

/** What a failed call says to a reader. */
export type ToldError = Pick<PublicError, 'code' | 'sentence' | 'quote' | 'fields' | 'stepUp'>;

/** For an answer that never came: there is nothing to quote, because nobody wrote it down. */
const UNREACHED: ToldError = {
  code: 'OutcomeUnknown',
  sentence: 'This page could not reach the platform.',
  quote: 'none',
};

function isTold(data: unknown): data is PublicError {
  if (typeof data !== 'object' || data === null) return false;
  const { code, sentence, quote } = data as Record<string, unknown>;
  return (
    typeof sentence === 'string' &&
    typeof quote === 'string' &&
    ERROR_CODES.some((known) => known === code)
  );
}

export function toldError(error: unknown): ToldError {
  const data: unknown = error instanceof TRPCClientError ? error.data : undefined;
  return isTold(data) ? data : UNREACHED;
}
