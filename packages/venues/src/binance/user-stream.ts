/**
 * What Binance reports of one account, over the WebSocket API (`userDataStream.subscribe.signature`).
 * The stream has no sequence numbers: every new connection may have missed something, and says so
 * before it says that it is live.
 */
import { fromEpochMs, toEpochMs, type UtcTime } from '@ultrathink/domain/kernel';
import type { AddressTree } from '../common/ccxt.ts';
import type { Report, Subscription } from '../contract/execution-client.ts';
import { parseUserMessage } from './parse-user.ts';
import type { BinanceParts } from './parts.ts';

/** What was on its way when the line broke is asked for too. */
const OVERLAP_MS = 5_000;

const PING_MS = 5_000;
/** "WebSocket connections have a limit of 5 incoming messages per second" of such kinds as ours. */
const SENDS_PER_SECOND = 5;

/**
 * Messages that can't be read are told of at most this often: one of a new kind may come a thousand
 * times. Less than the overlap, so that the moment of each is asked for.
 */
const TELL_AGAIN_MS = 3_000;

export function openUserStream(
  parts: BinanceParts,
  onReport: (report: Report) => void,
): Subscription {
  const { setup, limits, symbols, venueClock } = parts;
  const { clock, timers, random } = setup;
  /** The last moment at which nothing was missed; null before the first subscription. */
  let sureAt: UtcTime | null = null;
  let stopTelling: (() => void) | null = null;
  let untold: string | null = null;
  const unreadable = (detail: string) => {
    if (stopTelling !== null) {
      untold = detail;
      return;
    }
    gap(`a message could not be read: ${detail}`);
    stopTelling = timers.after(TELL_AGAIN_MS, () => {
      stopTelling = null;
      const again = untold;
      untold = null;
      if (again !== null) unreadable(again);
    });
  };
  const gap = (reason: string) => {
    if (sureAt !== null) onReport({ kind: 'Gap', since: before(sureAt), reason });
  };
  const onAnswered = (error: string | null) => {
    if (error !== null) return stream.restart(error);
    gap('subscribed anew');
    sureAt = venueClock.now();
    onReport({ kind: 'Live' });
  };
  const stream = parts.openStream({
    name: `${setup.name}/user`,
    clock,
    timers,
    random,
    url: async () => userAddress(parts.signer.addresses),
    onOpen: (send) => send(subscribeText(parts)),
    onText: (text) => {
      const read = parseUserMessage(text, symbols.idOf);
      if (!read.ok) return unreadable(read.error.detail);
      const message = read.value;
      if (message.kind === 'Answered') return onAnswered(message.error);
      if (message.kind === 'Ended') return stream.restart('the venue ended the stream');
      for (const report of message.reports) onReport(report);
      if (sureAt !== null) sureAt = venueClock.now();
    },
    onDown: ({ code }) => gap(code),
    silenceMs: limits.silenceMs,
    ping: { everyMs: Math.min(PING_MS, limits.silenceMs / 3), text: null },
    sendsPerSecond: SENDS_PER_SECOND,
  });
  return {
    close() {
      stopTelling?.();
      return stream.close();
    },
  };
}

const before = (time: UtcTime): UtcTime => fromEpochMs(Math.max(0, toEpochMs(time) - OVERLAP_MS));

function subscribeText({ signer, limits }: BinanceParts): string {
  const params = signer.signParams?.({ recvWindow: limits.acceptanceMs });
  return JSON.stringify({ id: 1, method: 'userDataStream.subscribe.signature', params });
}

/** @throws {TypeError} when ccxt names no such address. */
function userAddress(addresses: AddressTree): string {
  const streams = addresses['ws'];
  const api = typeof streams === 'object' ? streams['ws-api'] : undefined;
  const spot = typeof api === 'object' ? api['spot'] : undefined;
  if (typeof spot === 'string') return spot;
  throw new TypeError('ccxt names no address for the WebSocket API of Binance spot.');
}
