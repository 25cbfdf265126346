/**
 * The repeated-execution throttle: after so many executions without a person in between it turns off,
 * and stays off until a named person turns it on again (RTS 6 of MiFID II, article 15 (2)). Time alone
 * never turns it on.
 */
import { decimal, type PersonId, type UtcTime } from '../../kernel/index.ts';
import { type Check, cannotTell, checkOf } from '../../trading/index.ts';
import type { Subject } from '../facts.ts';
import { againstLimits } from './measure.ts';

export interface Throttle {
  readonly repeats: number;
  readonly isOff: boolean;
  /** Who turned it on last; null: nobody had to so far. */
  readonly enabled: { readonly by: PersonId; readonly at: UtcTime } | null;
}

export const THROTTLE: Throttle = { repeats: 0, isOff: false, enabled: null };

/** After one more execution. Once off, nothing here turns it on. */
export function afterExecution(throttle: Throttle, limit: number): Throttle {
  const repeats = throttle.repeats + 1;
  return { ...throttle, repeats, isOff: throttle.isOff || repeats >= limit };
}

export const enabledAgain = (by: PersonId, at: UtcTime): Throttle => ({
  repeats: 0,
  isOff: false,
  enabled: { by, at },
});

export function repeatedExecution(subject: Subject): readonly Check[] {
  const { throttle } = subject.facts;
  if (throttle === null) return [cannotTell('RepeatedExecution', 'throttle')];
  if (throttle.isOff) {
    const actual = String(throttle.repeats);
    return [checkOf('RepeatedExecution', 'Refuse', 'TurnedOff', { actual })];
  }
  return againstLimits(subject, 'RepeatedExecution', () =>
    Number.isSafeInteger(throttle.repeats) && throttle.repeats >= 0
      ? { actual: decimal(String(throttle.repeats + 1)) }
      : 'throttle',
  );
}
