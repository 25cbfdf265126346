/**
 * Says of a fill, before it is decided on, whose it is where memory does not know and our rows do: an order
 * leaves memory a minute after its end, and a venue may be later than that. A look that fails changes
 * nothing: the fill goes on as nobody's, because it must not get lost.
 */
import type { OwnerStore } from '@ultrathink/db/engine';
import { type EngineState, type InputBody, isOfNobody } from '@ultrathink/domain/engine/core';
import type { Log } from '@ultrathink/runtime';

type Told = Exclude<InputBody, { readonly kind: 'Command' }>;

export interface OwnersParts {
  readonly store: Pick<OwnerStore, 'ownersOf'>;
  readonly state: () => EngineState;
  readonly offer: (body: Told) => void;
  readonly log: Log;
}

/** What venues tell goes through it; whatever needs no look goes on in the same turn. */
export function attributing({ store, state, offer, log }: OwnersParts): (body: Told) => void {
  const look = async (body: Extract<Told, { kind: 'FillReported' | 'SnapshotTaken' }>) => {
    const { venueAccount } = body;
    const fills = body.kind === 'FillReported' ? [body.fill] : body.snapshot.fills;
    const strangers = fills.filter((fill) => isOfNobody(state(), venueAccount, fill));
    const owners = await store.ownersOf(venueAccount, strangers).catch((error: unknown) => {
      log.warn('Whose a fill is could not be looked up.', { venueAccount, error });
      return {};
    });
    if (body.kind === 'SnapshotTaken') offer({ ...body, owners });
    else offer({ ...body, ...ownerOf(owners, body.fill.execId) });
  };
  return (body) => {
    const isFill = body.kind === 'FillReported' || body.kind === 'SnapshotTaken';
    if (!isFill || !hasStranger(state(), body)) offer(body);
    else void look(body);
  };
}

const ownerOf = (owners: Awaited<ReturnType<OwnerStore['ownersOf']>>, execId: string) => {
  const owner = owners[execId];
  return owner === undefined ? {} : { owner };
};

/** An order whose venue's name is not known yet may be a fill's own: that one waits in memory. */
function hasStranger(
  state: EngineState,
  body: Extract<Told, { kind: 'FillReported' | 'SnapshotTaken' }>,
): boolean {
  const fills = body.kind === 'FillReported' ? [body.fill] : body.snapshot.fills;
  return fills.some((fill) => isOfNobody(state, body.venueAccount, fill));
}
