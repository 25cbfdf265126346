/**
 * What a failed transaction means for the one who asked. The class decides: try again, tell a person,
 * or ask again with the same key because nobody knows. Codes are PostgreSQL's (appendix A of its
 * manual) and Prisma's.
 */
import { Prisma } from './generated/client.ts';

export type DatabaseFailure =
  /** Another transaction was in the way; the same work may pass next time. 40001, 40P01. */
  | { readonly code: 'Conflict' }
  /** Took too long and was undone: 57014, 55P03, 25P03, 25P04, P2028 before the commit. */
  | { readonly code: 'TooSlow' }
  /** A constraint refused it: 23xxx. A rule of ours was missed in front of it. */
  | { readonly code: 'Constraint'; readonly constraint: string | undefined }
  /** A text that PostgreSQL can't hold: with the sign U+0000 in it, or half a sign. 22021, 22P05. */
  | { readonly code: 'NotText' }
  /** The role may not do this: 42501, also row-level security. */
  | { readonly code: 'NotPermitted' }
  /** The server refuses work: starting, stopping, full of connections or disk. Nothing was written. */
  | { readonly code: 'Unavailable' }
  /** The connection broke: the commit may have happened. Ask again with the same key. */
  | { readonly code: 'OutcomeUnknown' };

/** The SQLSTATE in an error of Prisma, its adapter or pg; undefined when there is none. */
export function sqlState(error: unknown): string | undefined {
  for (let at: unknown = error, depth = 0; isObject(at) && depth < 6; depth += 1) {
    const code = at['originalCode'] ?? at['code'];
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !/^P\d{4}$/.test(code))
      return code;
    const meta = isObject(at['meta']) ? at['meta'] : undefined;
    at = meta?.['driverAdapterError'] ?? at['cause'];
  }
  return undefined;
}

/** undefined for anything that is no failure of the database: then it is a bug, to be thrown on. */
export function classify(error: unknown): DatabaseFailure | undefined {
  const state = sqlState(error);
  const known = state === undefined ? undefined : byState(state, error);
  if (known !== undefined) return known;
  if (isBroken(error)) return { code: 'OutcomeUnknown' };
  const code = prismaCode(error);
  return code === undefined ? undefined : byPrisma(code);
}

/** What node:net and pg say when the socket is gone: plain errors without a SQLSTATE. */
function isBroken(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (isObject(error) && ['ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(String(error['code'])))
    return true;
  return /Connection terminated|connection error and is not queryable|Client was closed/.test(
    error.message,
  );
}

function byState(state: string, error: unknown): DatabaseFailure | undefined {
  if (state === '40001' || state === '40P01') return { code: 'Conflict' };
  if (['57014', '55P03', '25P03', '25P04'].includes(state)) return { code: 'TooSlow' };
  if (state === '22021' || state === '22P05') return { code: 'NotText' };
  if (state.startsWith('23')) return { code: 'Constraint', constraint: constraintOf(error) };
  if (state === '42501' || state === '44000') return { code: 'NotPermitted' };
  // 57P01 and 57P02: the server ended the connection, perhaps after the commit.
  if (state.startsWith('08') || state === '57P01' || state === '57P02')
    return { code: 'OutcomeUnknown' };
  if (state === '57P03' || state.startsWith('53')) return { code: 'Unavailable' };
  return undefined;
}

function byPrisma(code: string): DatabaseFailure | undefined {
  switch (code) {
    case 'P2034':
      return { code: 'Conflict' };
    case 'P2024':
    case 'P2028':
      return { code: 'TooSlow' };
    case 'P2002':
    case 'P2003':
    case 'P2004':
      return { code: 'Constraint', constraint: undefined };
    case 'P1017':
      return { code: 'OutcomeUnknown' };
    case 'P1001':
    case 'P1002':
    case 'P1008':
    case 'P2037':
      return { code: 'Unavailable' };
    default:
      return undefined;
  }
}

function prismaCode(error: unknown): string | undefined {
  if (error instanceof Prisma.PrismaClientInitializationError) return error.errorCode ?? 'P1001';
  if (error instanceof Prisma.PrismaClientKnownRequestError) return error.code;
  return undefined;
}

function constraintOf(error: unknown): string | undefined {
  const text = error instanceof Error ? error.message : '';
  return /constraint[^"`]*["`]([a-z0-9_]+)["`]/.exec(text)?.[1];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
