/** By which instrument's market an input is judged. */
import { type EngineState, type InputBody, nextDue } from '@ultrathink/domain/engine/core';
import { mapGet } from '@ultrathink/domain/kernel';
import type { InstrumentId } from '@ultrathink/domain/market-data';

/** Null for what is about no instrument, or about one that is not known. */
export function instrumentOf(state: EngineState, body: InputBody): InstrumentId | null {
  const ofOrder = (clOrdId: string) =>
    mapGet(state.orders, clOrdId)?.order.placement.instrument ?? null;
  switch (body.kind) {
    case 'Command':
      if ('wish' in body.act) return body.act.wish.instrument;
      return 'clOrdId' in body.act ? ofOrder(body.act.clOrdId) : null;
    case 'Sent':
    case 'Replaced':
    case 'Answered':
      return ofOrder(body.clOrdId);
    case 'OrderReported':
      return body.report.instrument;
    case 'FillReported':
      return body.fill.instrument;
    case 'Watched':
      if ('instrument' in body.finding) return body.finding.instrument;
      return 'clOrdId' in body.finding ? ofOrder(body.finding.clOrdId) : null;
    case 'TimeCame':
      return nextDue(state).instrument;
    default:
      return null;
  }
}
