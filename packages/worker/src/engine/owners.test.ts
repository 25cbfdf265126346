import type { InputBody } from '@ultrathink/domain/engine/core';
import {
  ALPHA,
  ALPHA_ACCOUNT,
  AT,
  AT_BINANCE,
  anId,
  aWorld,
  BTC_USD,
  px,
  qty,
} from '@ultrathink/domain/engine/core/testing';
import type { ClOrdId, VenueFill } from '@ultrathink/domain/trading';
import { silentLog } from '@ultrathink/runtime';
import { describe, expect, it } from 'vitest';
import { attributing } from './owners.ts';

const clOrdId = anId<ClOrdId>(5_000);
const owner = { clOrdId, account: ALPHA_ACCOUNT, client: ALPHA };
const fill: VenueFill = {
  ...{ execId: 'late', orderId: 'v-1', clOrdId, instrument: BTC_USD, side: 'Buy' },
  ...{ lastQty: qty('1'), lastPx: px('100'), fee: null, isMaker: null, at: AT },
};
const told = { kind: 'FillReported', venueAccount: AT_BINANCE, fill } as const;

function aRig(ownersOf: () => Promise<Record<string, typeof owner>>) {
  const offered: InputBody[] = [];
  const tell = attributing({
    store: { ownersOf },
    state: () => aWorld(),
    offer: (body) => offered.push(body),
    log: silentLog,
  });
  return { tell, offered };
}

const turn = () => new Promise(setImmediate);

describe('a fill of an order that has left memory', () => {
  it('goes on with whose it was, from a report and from a list', async () => {
    const { tell, offered } = aRig(async () => ({ late: owner }));
    tell(told);
    const snapshot = { openOrders: [], closedOrders: [], fills: [fill], balances: [], since: AT };
    tell({ kind: 'SnapshotTaken', venueAccount: AT_BINANCE, why: 'Timer', snapshot });
    await turn();
    expect(offered).toMatchObject([
      { kind: 'FillReported', owner },
      { kind: 'SnapshotTaken', owners: { late: owner } },
    ]);
  });

  it('goes on all the same where nobody can be asked, and nothing else waits for a look', async () => {
    const { tell, offered } = aRig(() => Promise.reject(new Error('away')));
    tell(told);
    tell({ kind: 'VenueStateTold', venueAccount: AT_BINANCE, state: 'UP' });
    expect(offered.map(({ kind }) => kind)).toEqual(['VenueStateTold']);
    await turn();
    expect(offered.at(-1)).toEqual(told);
  });
});
