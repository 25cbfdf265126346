/** How sending a request ended. */
import type { Draft } from '../draft.ts';
import type { Input } from '../input.ts';
import { alert, childOf } from '../venue/orders.ts';
import { cancelSent, newSent, replaceSent } from '../venue/requests.ts';

export function onSent(draft: Draft, input: Extract<Input, { kind: 'Sent' }>): void {
  const { clOrdId, request, outcome, evidence } = input;
  const child = childOf(draft.state, clOrdId);
  if (child === undefined) {
    alert(draft, 'AnswerWithoutOrder', 'Warning', { venueAccount: null, subject: clOrdId });
    return;
  }
  if (request === 'New') newSent(draft, child, outcome, evidence);
  else if (request === 'Cancel') cancelSent(draft, child, outcome, evidence);
  else replaceSent(draft, child, outcome, outcome, evidence);
}

export function onReplaced(draft: Draft, input: Extract<Input, { kind: 'Replaced' }>): void {
  const { clOrdId, canceled, placed, evidence } = input;
  const child = childOf(draft.state, clOrdId);
  if (child === undefined) {
    alert(draft, 'AnswerWithoutOrder', 'Warning', { venueAccount: null, subject: clOrdId });
    return;
  }
  replaceSent(draft, child, canceled, placed, evidence);
}
