/** What the engine answered about an order: the decision, or a refusal in words. */
import { orderDecisionTextSchema, type TradingAnswer } from '@ultrathink/domain/engine';

import { Refusal } from '../errors.ts';

export const decisionSchema = orderDecisionTextSchema;

type Refused = Extract<TradingAnswer, { kind: 'Refused' }>['refusal'];

/** @throws {Refusal} in place of an answer that says no to the command itself. */
export function expectAnswer<Kind extends TradingAnswer['kind']>(
  answer: TradingAnswer,
  ...kinds: readonly Kind[]
): Extract<TradingAnswer, { kind: Kind }> {
  if (answer.kind === 'Refused') throw refusalOf(answer.refusal);
  if (kinds.some((kind) => kind === answer.kind)) {
    return answer as Extract<TradingAnswer, { kind: Kind }>;
  }
  throw new Error(`The engine answered ${answer.kind} where ${kinds.join(' or ')} was asked for.`);
}

function refusalOf(refusal: Refused): Refusal {
  switch (refusal.code) {
    case 'NotFound':
      return new Refusal('NotFound', undefined, refusal);
    case 'KeyReused':
      return new Refusal(
        'Conflict',
        'This was sent before with other contents. Nothing was done; send it as a new order.',
        refusal,
      );
    case 'KeyOutOfTime':
      return new Refusal(
        'InvalidInput',
        'This was made too long ago, or the clock it was made by is wrong. Nothing was done.',
        refusal,
      );
    case 'VenuesOpening':
      return new Refusal(
        'EngineAway',
        'The venues are opening: each is compared with our books first. Nothing was done; try again in a few seconds.',
        refusal,
      );
    case 'NothingToAmend':
      return new Refusal('InvalidInput', 'This changes nothing of the order.', refusal);
    case 'AlreadyEnded':
      return new Refusal('Conflict', `The order has ended: ${refusal.ordStatus}.`, refusal);
    case 'Unconfirmed':
      return new Refusal(
        'Conflict',
        'A request of this order is being confirmed with its venue. Nothing was done; wait for it.',
        refusal,
      );
    case 'NotAllowed':
      return new Refusal('Forbidden', refusal.detail, refusal);
  }
}
