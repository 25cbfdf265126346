/**
 * What may go wrong, as callers see it: a closed set of codes, one public sentence and an id to
 * quote. The internal text of an error stays in the log, under the same id.
 */
import { randomInt } from 'node:crypto';
import { type TRPC_ERROR_CODE_KEY, TRPCError } from '@trpc/server';
import { classify, type DatabaseFailure } from '@ultrathink/db';
import { ZodError } from 'zod';
import { fieldSentences } from './field-sentences.ts';
import type { ErrorCode, PublicError, StepUpDemand } from './public-error.ts';

interface ErrorKind {
  readonly trpc: TRPC_ERROR_CODE_KEY;
  readonly httpStatus: number;
  /** Said when whoever refuses has nothing more exact to say. */
  readonly sentence: string;
}

/** Each code once: what it is to tRPC, to HTTP and to people. */
export const ERROR_KINDS: Readonly<Record<ErrorCode, ErrorKind>> = {
  InvalidInput: {
    trpc: 'BAD_REQUEST',
    httpStatus: 400,
    sentence: 'The request could not be read. Nothing was done.',
  },
  SignInNeeded: {
    trpc: 'UNAUTHORIZED',
    httpStatus: 401,
    sentence: 'You are not signed in, or your session has ended. Nothing was done.',
  },
  StepUpNeeded: {
    trpc: 'FORBIDDEN',
    httpStatus: 403,
    sentence: 'This needs a fresh proof that it is you. Nothing was done yet.',
  },
  Forbidden: {
    trpc: 'FORBIDDEN',
    httpStatus: 403,
    sentence: 'You may not do this. Nothing was done.',
  },
  NotFound: { trpc: 'NOT_FOUND', httpStatus: 404, sentence: 'There is nothing by that name.' },
  Conflict: {
    trpc: 'CONFLICT',
    httpStatus: 409,
    sentence: 'Something else changed this first. Nothing was done; read it again.',
  },
  TooLarge: {
    trpc: 'PAYLOAD_TOO_LARGE',
    httpStatus: 413,
    sentence: 'The request is too large. Nothing was done.',
  },
  WrongMediaType: {
    trpc: 'UNSUPPORTED_MEDIA_TYPE',
    httpStatus: 415,
    sentence: 'The request is not JSON. Nothing was done.',
  },
  TooMany: {
    trpc: 'TOO_MANY_REQUESTS',
    httpStatus: 429,
    sentence: 'Too many requests at once. Nothing was done; try again shortly.',
  },
  EngineAway: {
    trpc: 'SERVICE_UNAVAILABLE',
    httpStatus: 503,
    sentence: 'The engine is not connected. Nothing was sent.',
  },
  DatabaseAway: {
    trpc: 'SERVICE_UNAVAILABLE',
    httpStatus: 503,
    sentence: 'The database does not answer. Nothing was changed.',
  },
  TooSlow: {
    trpc: 'TIMEOUT',
    httpStatus: 408,
    sentence: 'This took too long and was undone. Nothing was changed.',
  },
  OutcomeUnknown: {
    trpc: 'GATEWAY_TIMEOUT',
    httpStatus: 504,
    sentence: 'No answer came in time. It may have been done; look before sending it again.',
  },
  Fault: {
    trpc: 'INTERNAL_SERVER_ERROR',
    httpStatus: 500,
    sentence: 'This failed on our side, and has been recorded.',
  },
};

/** A refusal that callers are told about. `detail` is for the log alone. */
export class Refusal extends TRPCError {
  readonly publicCode: ErrorCode;
  readonly sentence: string;
  readonly stepUp: StepUpDemand | undefined;

  constructor(
    code: ErrorCode,
    sentence = ERROR_KINDS[code].sentence,
    detail?: unknown,
    stepUp?: StepUpDemand,
  ) {
    super({ code: ERROR_KINDS[code].trpc, message: sentence, cause: detail });
    this.publicCode = code;
    this.sentence = sentence;
    this.stepUp = stepUp;
  }
}

/** The code that says best what became of a transaction. */
export function codeOfFailure(failure: DatabaseFailure): ErrorCode {
  switch (failure.code) {
    case 'Conflict':
      return 'Conflict';
    case 'TooSlow':
      return 'TooSlow';
    case 'Unavailable':
      return 'DatabaseAway';
    case 'OutcomeUnknown':
      return 'OutcomeUnknown';
    case 'NotText':
      return 'InvalidInput';
    case 'Constraint':
    case 'NotPermitted':
      // A rule of ours should have refused this before the database had to.
      return 'Fault';
  }
}

/** Without I, L, O and U, which are misheard or misread. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Short enough to say on the telephone: `7F3K-22`. */
export function newQuote(): string {
  const signs = Array.from({ length: 6 }, () => ALPHABET[randomInt(ALPHABET.length)]);
  return `${signs.slice(0, 4).join('')}-${signs.slice(4).join('')}`;
}

const quotes = new WeakMap<object, string>();

/** The id of one error, the same wherever it is asked for: tRPC may wrap a cause more than once. */
function quoteOf(error: TRPCError): string {
  const key = error instanceof Refusal ? error : (error.cause ?? error);
  const known = quotes.get(key);
  if (known !== undefined) return known;
  const fresh = newQuote();
  quotes.set(key, fresh);
  return fresh;
}

function codeOf(error: TRPCError): ErrorCode {
  if (error instanceof Refusal) return error.publicCode;
  const failure = classify(error.cause);
  return failure === undefined ? codeOfTrpc(error) : codeOfFailure(failure);
}

/** Refusals of tRPC itself: a path nobody has, an input its schema does not know. */
function codeOfTrpc(error: TRPCError): ErrorCode {
  switch (error.code) {
    case 'PARSE_ERROR':
    case 'BAD_REQUEST':
      return 'InvalidInput';
    case 'NOT_FOUND':
    case 'METHOD_NOT_SUPPORTED':
      return 'NotFound';
    case 'PAYLOAD_TOO_LARGE':
      return 'TooLarge';
    case 'UNSUPPORTED_MEDIA_TYPE':
      return 'WrongMediaType';
    default:
      return 'Fault';
  }
}

/** What a caller is told of an error. */
export function publicErrorOf(error: TRPCError): PublicError {
  const code = codeOf(error);
  const { httpStatus, sentence } = ERROR_KINDS[code];
  return {
    code,
    httpStatus,
    sentence: error instanceof Refusal ? error.sentence : sentence,
    quote: quoteOf(error),
    // An answer that its own schema refuses is a fault of ours, and nobody's input.
    ...(code === 'InvalidInput' &&
      error.cause instanceof ZodError && { fields: fieldSentences(error.cause.issues) }),
    ...(error instanceof Refusal && error.stepUp !== undefined && { stepUp: error.stepUp }),
  };
}

/** What the log is told: everything, but no values that were given (they may be secret). */
export function logFieldsOf(error: TRPCError): Readonly<Record<string, unknown>> {
  const { cause } = error;
  if (cause instanceof ZodError) {
    const issues = cause.issues.map(({ path, code }) => ({ path: path.join('.'), code }));
    return { trpcCode: error.code, issues };
  }
  return { trpcCode: error.code, error: cause ?? error };
}
