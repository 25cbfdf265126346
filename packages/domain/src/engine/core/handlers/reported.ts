/** What a venue reports by itself. */
import type { Draft } from '../draft.ts';
import type { Input } from '../input.ts';
import { hearFill, takeReport } from '../venue/listen.ts';
import { takeSnapshot } from '../venue/reconcile.ts';

export function onOrderReported(
  draft: Draft,
  { venueAccount, report }: Extract<Input, { kind: 'OrderReported' }>,
): void {
  takeReport(draft, venueAccount, report);
}

export function onFillReported(
  draft: Draft,
  { venueAccount, fill, owner }: Extract<Input, { kind: 'FillReported' }>,
): void {
  hearFill(draft, venueAccount, fill, owner);
}

/** What may have been missed is asked for; no new order leaves by the account until it agrees. */
export function onReportsBroken(
  draft: Draft,
  { venueAccount }: Extract<Input, { kind: 'ReportsBroken' }>,
): void {
  const { at } = draft.moment;
  const why = 'Reports may have been missed.';
  draft.add({ type: 'VenueAccountReconciling', at, venueAccount, why });
  takeSnapshot(draft, venueAccount, 'Reconnect');
}
