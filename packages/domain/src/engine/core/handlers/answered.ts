/** What a venue answered about an order. A question that failed is no information. */
import type { Draft } from '../draft.ts';
import type { Input } from '../input.ts';
import { answered } from '../venue/answers.ts';
import { childOf } from '../venue/orders.ts';

export function onAnswered(draft: Draft, input: Extract<Input, { kind: 'Answered' }>): void {
  const child = childOf(draft.state, input.clOrdId);
  if (child !== undefined) answered(draft, child, input);
}
