/**
 * Delays after wrong passwords and codes: longer with each, never for good (ASVS 6.3.1, 6.1.1).
 *
 * Three counts. Of account and address together: who guesses waits, and only he. Of the account,
 * from addresses it was never used from: many addresses that guess at one account wait together,
 * while its owner at a known address waits for none of them. Of the address: one that guesses at many
 * accounts. An attempt during a delay is not looked at and makes the delay no longer, so nobody is
 * kept out by somebody else's attempts for longer than the longest delay of the account.
 *
 * Accounts that don't exist are counted like those that do, by the hash of what was typed.
 */
import type { Database } from '@ultrathink/db';
import { attemptStore } from '@ultrathink/db/identity';
import { RateLimiterPostgres, type RateLimiterRes } from 'rate-limiter-flexible';

interface Schedule {
  /** Failures without a delay. */
  readonly free: number;
  readonly mostS: number;
}

type Count = 'pair' | 'account' | 'address';

/**
 * Password: guessed by outsiders. Code: asked of who has the password, so it may cost its owner a
 * longer wait, and some hundred tries a day are left of a million codes (NIST SP 800-63B-4, 3.2.2).
 * Mail: each one asked for counts, because somebody's inbox is not for others to fill.
 */
const SCHEDULES = {
  password: {
    pair: { free: 3, mostS: 300 },
    account: { free: 10, mostS: 60 },
    address: { free: 30, mostS: 300 },
  },
  code: {
    pair: { free: 3, mostS: 900 },
    account: { free: 5, mostS: 900 },
    address: { free: 30, mostS: 300 },
  },
  mail: {
    pair: { free: 3, mostS: 3_600 },
    account: { free: 3, mostS: 3_600 },
    address: { free: 10, mostS: 3_600 },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<Count, Schedule>>>>;

export type DelayedAct = keyof typeof SCHEDULES;

/** Failures are forgotten a day after the first. */
const MEMORY_S = 24 * 60 * 60;
/** A count that is never reached: the delay is our own schedule's, not the library's. */
const UNLIMITED = 1_000_000;

/** In seconds: 1, 2, 4, 8 and so on, from the first failure that is not free. */
export function delayAfter(failures: number, { free, mostS }: Schedule): number {
  return failures <= free ? 0 : Math.min(mostS, 2 ** (failures - free - 1));
}

export interface Attempt {
  /** Hex: the account as it was typed, or the person. */
  readonly account: string;
  readonly address: string;
}

export interface Delays {
  /** Seconds this attempt has to wait; 0 for one that may be looked at. */
  wait(attempt: Attempt, isAddressKnown?: boolean): Promise<number>;
  failed(attempt: Attempt, isAddressKnown?: boolean): Promise<void>;
  /** Who knows the password starts again; what the address did to others stays. */
  succeeded(attempt: Attempt): Promise<void>;
}

interface Counter {
  readonly schedule: Schedule;
  readonly failures: RateLimiterPostgres;
  readonly gate: RateLimiterPostgres;
}

const made = new WeakMap<Database, Readonly<Record<DelayedAct, Delays>>>();

/** The counts of one database; each process keeps their statements and none of their numbers. */
export function delaysIn(database: Database, act: DelayedAct): Delays {
  const known = made.get(database) ?? {
    password: createDelays(database, 'password'),
    code: createDelays(database, 'code'),
    mail: createDelays(database, 'mail'),
  };
  made.set(database, known);
  return known[act];
}

function createDelays(database: Database, act: DelayedAct): Delays {
  const limiter = (keyPrefix: string, duration: number) =>
    new RateLimiterPostgres({
      storeClient: attemptStore(database),
      storeType: 'client',
      schemaName: 'access',
      tableName: 'attempt',
      tableCreated: true,
      // Counts of yesterday go by themselves, every five minutes; the timer keeps no process alive.
      clearExpiredByTimeout: act === 'password' && keyPrefix === 'password-wait-pair',
      keyPrefix,
      points: UNLIMITED,
      duration,
    });
  const counter = (count: Count): Counter => {
    const schedule = SCHEDULES[act][count];
    return {
      schedule,
      failures: limiter(`${act}-failed-${count}`, MEMORY_S),
      gate: limiter(`${act}-wait-${count}`, schedule.mostS),
    };
  };
  const pair = counter('pair');
  const account = counter('account');
  const address = counter('address');
  const keyed = (
    attempt: Attempt,
    isAddressKnown: boolean,
  ): readonly (readonly [Counter, string])[] => [
    [pair, `${attempt.account}@${attempt.address}`],
    [address, attempt.address],
    ...(isAddressKnown ? [] : ([[account, attempt.account]] as const)),
  ];
  return {
    async wait(attempt, isAddressKnown = false) {
      const waits = await Promise.all(
        keyed(attempt, isAddressKnown).map(async ([{ gate }, key]) =>
          secondsOf(await gate.get(key)),
        ),
      );
      return Math.max(...waits);
    },
    async failed(attempt, isAddressKnown = false) {
      for (const [{ schedule, failures, gate }, key] of keyed(attempt, isAddressKnown)) {
        const { consumedPoints } = await failures.penalty(key, 1);
        const seconds = delayAfter(consumedPoints, schedule);
        if (seconds > 0) await gate.block(key, seconds);
      }
    },
    async succeeded(attempt) {
      await Promise.all([
        pair.failures.delete(`${attempt.account}@${attempt.address}`),
        account.failures.delete(attempt.account),
      ]);
    },
  };
}

function secondsOf(found: RateLimiterRes | null): number {
  return found === null || found.msBeforeNext <= 0 ? 0 : Math.ceil(found.msBeforeNext / 1_000);
}
