/** An engine's word of an order, as pages are told it. */
import type { Notice, OrderView } from '@ultrathink/domain/engine';
import type { AccountId, ClientId } from '@ultrathink/domain/kernel';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { createSystemIds, systemClock } from '@ultrathink/runtime';

const ids = createSystemIds();
const ACCOUNT = ids.next<AccountId>();
const AT = systemClock.now();

/** @param cumQty tells several of one order apart */
export function anOrderNotice(
  clOrdId: ClOrdId,
  cumQty: string,
  clientId: ClientId | null = null,
): Pick<Notice, 'clientId' | 'key' | 'body'> {
  const payload: OrderView = {
    ...{ clOrdId, level: 'Parent', parentClOrdId: null, account: ACCOUNT, venue: null },
    ...{ instrument: 'BTC/USDT', side: 'Buy', ordType: 'Limit', timeInForce: 'GoodTillCancel' },
    ...{ price: '60000', stopPx: null, orderQty: '1', cumQty, leavesQty: '1', avgPx: null },
    ...{ ordStatus: 'New', unconfirmed: [], isTriggered: false, at: AT },
  };
  return { clientId, key: clOrdId, body: { topic: 'trading.orders', payload } };
}
