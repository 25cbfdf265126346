/**
 * Fills whose order is not known yet. Some venues name a fill by their own order id alone, and tell
 * it before the answer that carries that id: it waits here, by our id where it is told and by the
 * venue's where not, until an order answers to it. What nobody claims in time is EXTERNAL: it is
 * handed out, to be booked and alerted, never dropped.
 */
import { msBetween, type UtcTime } from '../kernel/index.ts';
import type { VenueId } from '../market-data/index.ts';
import type { ClOrdId, VenueFill, VenueOrderId } from './order.ts';

export interface EarlyFill {
  readonly venue: VenueId;
  readonly fill: VenueFill;
  readonly heardAt: UtcTime;
}

/** Oldest first. */
export type EarlyFills = readonly EarlyFill[];

export interface EarlyFillLimits {
  readonly most: number;
  readonly ageMsMax: number;
}

/** Held once however often it is told; beyond the limit the oldest is handed out as external. */
export function holdEarlyFill(
  held: EarlyFills,
  early: EarlyFill,
  { most }: Pick<EarlyFillLimits, 'most'>,
): { readonly held: EarlyFills; readonly external: EarlyFills } {
  const isHeld = held.some(
    ({ venue, fill }) => venue === early.venue && fill.execId === early.fill.execId,
  );
  if (isHeld) return { held, external: [] };
  const all = [...held, early];
  const over = Math.max(0, all.length - most);
  return { held: all.slice(over), external: all.slice(0, over) };
}

/** Those of one order, in the order they were heard. */
export function claimEarlyFills(
  held: EarlyFills,
  order: {
    readonly venue: VenueId;
    readonly clOrdIds: readonly ClOrdId[];
    readonly orderId: VenueOrderId | null;
  },
): { readonly held: EarlyFills; readonly claimed: readonly VenueFill[] } {
  const isOurs = ({ venue, fill }: EarlyFill) =>
    venue === order.venue &&
    (fill.clOrdId === null
      ? fill.orderId === order.orderId
      : order.clOrdIds.includes(fill.clOrdId));
  return {
    held: held.filter((early) => !isOurs(early)),
    claimed: held.filter(isOurs).map(({ fill }) => fill),
  };
}

/** Those that waited longer than is allowed. */
export function overdueEarlyFills(
  held: EarlyFills,
  at: UtcTime,
  { ageMsMax }: Pick<EarlyFillLimits, 'ageMsMax'>,
): { readonly held: EarlyFills; readonly external: EarlyFills } {
  const isOverdue = ({ heardAt }: EarlyFill) => msBetween(heardAt, at) > ageMsMax;
  return {
    held: held.filter((early) => !isOverdue(early)),
    external: held.filter(isOverdue),
  };
}
