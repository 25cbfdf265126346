/**
 * The same services some minutes ago. A code works once and the next one shows half a minute later: what people
 * decided before anybody came was decided then, each act with a code of its own, and nobody waits for it now.
 */
import { randomBytes } from 'node:crypto';
import type { OpenServices } from '@ultrathink/api/demo';
import { type AnyId, addMs, makeUuidv7, toEpochMs, type UtcTime } from '@ultrathink/domain/kernel';

const MINUTE_MS = 60_000;
const ID_CHANCE_BYTES = 10;

export interface Past {
  readonly services: OpenServices;
  /** What the clock says to everybody else. */
  present(): UtcTime;
  /** So much later; never beyond now. */
  skip(ms: number): void;
}

/** At most an hour, or as long as the trail's past is: it takes no event that is said to be older. */
export function minutesAgo(services: OpenServices, minutes: number): Past {
  let behindMs = minutes * MINUTE_MS;
  const { clock: present } = services;
  const clock = { ...present, now: () => addMs(present.now(), -behindMs) };
  const next = <T extends AnyId>(): T =>
    makeUuidv7(toEpochMs(clock.now()), randomBytes(ID_CHANCE_BYTES)) as string as T;
  return {
    services: { ...services, clock, ids: { next } },
    present: () => present.now(),
    skip: (ms) => {
      behindMs = Math.max(0, behindMs - ms);
    },
  };
}
