/**
 * Binance as the engine reaches it, its adapter's own building, signing and reading, over a raw socket
 * that only counts. The answer is made here the moment the bytes are handed over: immediate-or-cancel
 * orders that met nobody, so that every order has its second record and ends.
 */

import type { Socket } from 'node:net';
import { aMarketVenue, BINANCE, BTC, dec, qty, USD } from '@ultrathink/domain/engine/core/testing';
import type { InstrumentId } from '@ultrathink/domain/market-data';
import { instrumentOf } from '@ultrathink/domain/market-data';
import { type ExecutionClient, realTimers } from '@ultrathink/venues';
import {
  binanceMasker,
  binanceOver,
  type Line,
  type SignedRequest,
} from '@ultrathink/venues/over-line';
import { benchClock } from './simulated-venues.ts';

const SECRET = 'c2VjcmV0IG9mIHRoZSBiZW5jaA==';
const SYMBOL = 'BTCUSD';
/** So fine that every order of a run has a quantity of its own, and is known by it. */
export const FINE_STEP = qty('0.00000001');

export async function countingVenue(
  socket: Socket,
  onWritten: (quantity: string) => void,
): Promise<ExecutionClient> {
  const { terms, can } = aMarketVenue(BINANCE);
  const listed = {
    venue: BINANCE,
    instrument: instrumentOf(BTC, USD),
    symbol: SYMBOL,
    terms: { ...terms, stepSize: FINE_STEP, minQty: FINE_STEP, minNotional: dec('0.1') },
    status: 'Open' as const,
    can: { ...can, protection: 'NONE' as const },
  };
  const id = listed.instrument.id;
  const listing = {
    listed: [listed],
    refused: [],
    ids: new Map<string, InstrumentId>([[SYMBOL, id]]),
    fixed: new Set<InstrumentId>(),
  };
  const setup = {
    name: 'binance/bench',
    credentials: { key: 'bench', secret: SECRET },
    network: 'Production' as const,
    instruments: [id],
    clock: benchClock,
    timers: realTimers,
    random: Math.random,
  };
  return binanceOver(setup, countingLine(socket, onWritten), { listing, at: benchClock.now() });
}

function countingLine(socket: Socket, onWritten: (quantity: string) => void): Line {
  const masker = binanceMasker(SECRET);
  let orderId = 0;
  return {
    async call({ operation, sign }) {
      if (operation !== 'order.place') {
        return { kind: 'NotSent', why: { code: 'NotSupported', detail: 'Only orders are taken.' } };
      }
      const sentAt = benchClock.now();
      const sentMs = benchClock.monotonicMs();
      const signed = sign();
      socket.write(httpText(signed));
      const sent = new URLSearchParams(signed.body ?? '');
      onWritten(sent.get('quantity') ?? '');
      orderId += 1;
      const response = { status: 200, headers: {}, body: expired(sent, orderId) };
      const durationMs = benchClock.monotonicMs() - sentMs;
      const exchange = { operation, request: signed, response, sentAt, durationMs, fault: null };
      return { kind: 'Answered', ...response, evidence: masker.evidence(exchange) };
    },
    feedback: () => undefined,
    close: () => Promise.resolve(),
  };
}

function httpText({ method, url, headers, body }: SignedRequest): string {
  const { host, pathname, search } = new URL(url);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = Buffer.byteLength(body ?? '');
  return (
    `${method} ${pathname}${search} HTTP/1.1\r\nhost: ${host}\r\n${lines.join('')}` +
    `content-length: ${length}\r\n\r\n${body ?? ''}`
  );
}

const rests = (sent: URLSearchParams): boolean =>
  sent.get('type') === 'LIMIT_MAKER' || sent.get('timeInForce') === 'GTC';

const expired = (sent: URLSearchParams, orderId: number): string =>
  JSON.stringify({
    symbol: sent.get('symbol'),
    orderId,
    clientOrderId: sent.get('newClientOrderId'),
    transactTime: Date.now(),
    price: sent.get('price') ?? '0',
    origQty: sent.get('quantity'),
    executedQty: '0',
    cummulativeQuoteQty: '0',
    // What may rest does; what may not met nobody.
    status: rests(sent) ? 'NEW' : 'EXPIRED',
    timeInForce: sent.get('timeInForce') ?? 'GTC',
    type: sent.get('type'),
    side: sent.get('side'),
    fills: [],
  });
