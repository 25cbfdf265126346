import type { InstrumentId } from '@ultrathink/domain/market-data';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readStreamMessage } from './envelope.ts';
import { readError, verdictOf } from './outcomes.ts';
import {
  parseBalancePage,
  parseFees,
  parseFillPage,
  parseOrder,
  parseOrderPage,
  parsePermissions,
} from './parse-account.ts';
import { parseCandles, parseTime, parseTrades, readMarketContents } from './parse-market.ts';
import { parseProducts } from './parse-products.ts';
import { readUserContents } from './parse-user.ts';
import { readCanceled, readEdited, readPlaced } from './read-acts.ts';
import { BTC_USD, idOf, time } from './testing.ts';

const MEANT = {
  client_order_id: 'a',
  product_id: 'BTC-USD',
  side: 'BUY',
  order_configuration: {},
} as const;

function stream(text: string): unknown {
  const read = readStreamMessage(text);
  if (!read.ok || read.value.kind === 'Error') return read;
  const { envelope } = read.value;
  return [readMarketContents(envelope), readUserContents(envelope, idOf)];
}

const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  products: parseProducts,
  order: (text) => parseOrder(text, idOf),
  orders: (text) => parseOrderPage(text, idOf),
  fills: (text) => parseFillPage(text, idOf),
  balances: parseBalancePage,
  fees: (text) => parseFees(text, [BTC_USD as InstrumentId]),
  permissions: parsePermissions,
  time: parseTime,
  trades: (text) => parseTrades(text, BTC_USD),
  candles: (text) =>
    parseCandles(text, { instrument: BTC_USD, interval: '1m' }, time('2026-11-21T10:00:00Z')),
  placed: (text) => readPlaced(text, MEANT),
  canceled: (text) => readCanceled(text, ['a']),
  edited: (text) => readEdited(text, 'a'),
  error: readError,
  stream,
};

/** Names that the venue uses, with whatever stands in them. */
const names = fc.constantFrom(
  ...['products', 'orders', 'order', 'fills', 'accounts', 'candles', 'trades', 'results'],
  ...['success', 'success_response', 'error_response', 'errors', 'error', 'fee_tier', 'cursor'],
  ...['channel', 'timestamp', 'sequence_num', 'events', 'updates', 'type', 'product_id', 'side'],
  ...['price', 'size', 'order_id', 'has_next', 'order_configuration', 'start', 'epochMillis'],
);
const scalars = fc.oneof(
  fc.constantFrom(
    'BTC-USD',
    'BUY',
    'l2_data',
    'user',
    'market_trades',
    'update',
    'snapshot',
    'FILL',
  ),
  fc.constantFrom('2026-11-21T10:00:00.123456789Z', '1e400', '-0', '99999999999999999999999', ''),
  fc.string(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
);
const { whole } = fc.letrec((tie) => ({
  whole: fc.oneof(
    { depthSize: 'medium' },
    scalars,
    fc.array(tie('whole'), { maxLength: 3 }),
    fc.dictionary(names, tie('whole'), { maxKeys: 6 }),
  ),
}));

describe('Whatever a venue says', () => {
  it.each(Object.entries(READERS))('%s is read or refused, and nothing is thrown', (_, read) => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          whole.map((value) => JSON.stringify(value)),
        ),
        (text) => {
          expect(() => read(text)).not.toThrow();
        },
      ),
    );
  });

  it('an act is done under HTTP 200 alone, and proven undone by codes of the list alone', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), fc.string(), (status, code) => {
        const body = JSON.stringify({ error: code, message: '' });
        const { kind } = verdictOf({ status, headers: {}, body });
        if (status === 200) expect(kind).toBe('Done');
        else expect(kind).toBe(status === 429 ? 'Refused' : 'Unconfirmed');
      }),
    );
  });
});
