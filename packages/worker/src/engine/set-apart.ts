/**
 * What becomes of an input that the journal refused by itself. A person's order is answered that nothing
 * was done. What people decided, or a venue's account told, is journaled as dropped: its turn passes, and
 * the account is closed. Without anything else, the time and the start among it, the engine can't go on.
 */
import type { InputBody } from '@ultrathink/domain/engine/core';

export type SetApart =
  | { readonly how: 'Answer' }
  /** It acts without the journal, and is kept beside it. */
  | { readonly how: 'ActAhead' }
  | { readonly how: 'Drop'; readonly instead: Extract<InputBody, { kind: 'Dropped' }> }
  | { readonly how: 'End' };

/** Characters of the database's words. */
const MOST_WHY = 300;

export function setApart(body: InputBody, detail: string): SetApart {
  if (body.kind === 'Dropped') return { how: 'End' };
  if (body.kind === 'Command') return { how: body.act.act === 'Kill' ? 'ActAhead' : 'Answer' };
  const control = body.kind === 'Control' ? body.control : null;
  const venueAccount = 'venueAccount' in body ? body.venueAccount : null;
  const clOrdId = 'clOrdId' in body ? body.clOrdId : null;
  if (control === null && venueAccount === null && clOrdId === null) return { how: 'End' };
  const why = detail.toWellFormed().replaceAll('\u0000', '').slice(0, MOST_WHY);
  const what = body.kind;
  return { how: 'Drop', instead: { kind: 'Dropped', what, control, venueAccount, clOrdId, why } };
}
