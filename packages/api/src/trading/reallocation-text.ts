/** What another division of a block would move, in text, and why it would not be done, in a sentence. */
import type { TradingAnswer } from '@ultrathink/domain/engine';
import { blockChangeTextSchema } from '@ultrathink/domain/engine';
import { type AccountId, idSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';

type Refused = NonNullable<Extract<TradingAnswer, { kind: 'ReallocationPreviewed' }>['refusal']>;

export const reallocationChanges = z.array(blockChangeTextSchema).max(1_000);

export const reallocationRefusal = z.strictObject({
  code: z.string().max(40),
  /** The account that stands in the way; null where it is none's. */
  account: idSchema<AccountId>().nullable(),
  sentence: z.string(),
});

/** One sentence for each. */
export function reallocationSentence(refusal: Refused): string {
  switch (refusal.code) {
    case 'NoSuchBlock':
      return 'This block is not there any more: it may be divided anew within seven days of its end.';
    case 'Superseded':
      return 'Another version of the rule came in between. Look at the block again.';
    case 'SameDivision':
      return 'This is the division that is in force. Nothing would move.';
    case 'LegOfAnother':
      return 'An account is not of the client that is named with it.';
    case 'Rule':
      return RULES[refusal.detail] ?? `The rule is not sound: ${refusal.detail}.`;
    case 'Check':
      return `A check refuses an account what it would get: ${refusal.detail}.`;
    case 'CannotHold':
      return `An account can't hold its side: it has ${refusal.limit} ${refusal.asset} free where ${refusal.actual} is needed.`;
    case 'NotBooked':
      return `It can't be booked: ${refusal.detail}.`;
  }
}

const RULES: Readonly<Record<string, string>> = {
  LegCount: 'A block is for one account at least.',
  SameAccountTwice: 'An account stands in the rule once.',
  NoWeight: 'Every weight is above zero.',
  DoesNotAddUp: 'The weights do not add up to the whole.',
  NotInUnits: 'A weight is finer than a unit of the block.',
};
