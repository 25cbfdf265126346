/**
 * How often a key may ask, and how often an address may come with a key that opens nothing. Kept in
 * this process: they hold off a loop that ran wild and a search through keys, which 256 bits end.
 */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Refusal } from '../errors.ts';

export const KEY_REQUESTS_A_MINUTE = 300;
export const ADDRESS_FAILURES_A_MINUTE = 20;

const MINUTE_S = 60;

export interface RestLimits {
  /** @throws {Refusal} TooMany for an address with too many failures behind it. */
  letTry(address: string): Promise<void>;
  countFailure(address: string): Promise<void>;
  /** @throws {Refusal} TooMany for a key that asked too often. */
  letAsk(key: string): Promise<void>;
}

export function createRestLimits(): RestLimits {
  const keys = new RateLimiterMemory({ points: KEY_REQUESTS_A_MINUTE, duration: MINUTE_S });
  const failures = new RateLimiterMemory({ points: ADDRESS_FAILURES_A_MINUTE, duration: MINUTE_S });
  const tooMany = (limit: number) =>
    new Refusal('TooMany', `At most ${limit} a minute are answered. Nothing was done.`);
  return {
    async letTry(address) {
      const known = await failures.get(address);
      if (known !== null && known.remainingPoints <= 0) throw tooMany(ADDRESS_FAILURES_A_MINUTE);
    },
    async countFailure(address) {
      await failures.consume(address).catch(ignoreEmpty);
    },
    async letAsk(key) {
      await keys.consume(key).catch((refused: unknown) => {
        if (refused instanceof RateLimiterRes) throw tooMany(KEY_REQUESTS_A_MINUTE);
        throw refused;
      });
    },
  };
}

function ignoreEmpty(refused: unknown): void {
  if (!(refused instanceof RateLimiterRes)) throw refused;
}
