import { addMs } from '@ultrathink/domain/kernel';
import { describe, expect, it } from 'vitest';
import type { Report } from '../contract/execution-client.ts';
import { ClockOffset, type Line, type StreamOptions } from '../line/index.ts';
import { virtualTime } from '../line/virtual-time.ts';
import { KnownOrders } from './known-orders.ts';
import { LIMITS } from './limits.ts';
import type { KrakenParts } from './parts.ts';
import { listings } from './samples.ts';
import { openUserStream } from './user-stream.ts';
import { Wire } from './wire.ts';

/** A line on which nothing can be sent. */
const noLine: Line = {
  call: async () => ({ kind: 'NotSent', why: { code: 'VenueClosed', reason: 'a test' } }),
  feedback: () => undefined,
  close: async () => undefined,
};

function aStream() {
  const time = virtualTime();
  const { clock, timers } = time;
  const lines = { open: noLine, key: noLine };
  const sign = () => {
    throw new Error('Nothing is sent.');
  };
  const wire = new Wire({
    sign,
    lines,
    clock,
    limits: LIMITS,
    counterMost: 20,
    onTimeDoubted: sign,
  });
  const restarts: string[] = [];
  const gaps = { count: 0 };
  let options: StreamOptions | undefined;
  const parts: KrakenParts = {
    setup: {
      name: 'kraken/test',
      credentials: null,
      network: 'Production',
      instruments: [],
      clock,
      timers,
      random: () => 0,
    },
    limits: LIMITS,
    addresses: { ws: { privateV2: 'wss://venue.test/v2' } },
    wire,
    listings,
    known: new KnownOrders(),
    keptForCancels: 37,
    venueClock: new ClockOffset(clock),
    openStream: (given) => {
      options = given;
      return {
        send: () => true,
        noteGap: () => {
          gaps.count += 1;
        },
        restart: (detail) => restarts.push(detail),
        close: async () => undefined,
        health: () => {
          throw new Error('Nobody asks.');
        },
      };
    },
    lookAgain: () => undefined,
    readInstruments: () => wire.ask({} as never, () => ({ ok: true, value: {} as never })),
  };
  const reports: Report[] = [];
  const subscription = openUserStream(parts, (report) => reports.push(report));
  const sent: string[] = [];
  const stream = options;
  if (stream === undefined) throw new Error('It is opened at once.');
  const say = (text: string) => stream.onText(text, clock.now());
  const hear = (sequence: number, type = 'update') =>
    say(JSON.stringify({ channel: 'executions', type, data: [], sequence }));
  return {
    time,
    clock,
    restarts,
    gaps,
    reports,
    sent,
    subscription,
    say,
    hear,
    open: () => stream.onOpen((text) => sent.push(text)),
    down: () => stream.onDown({ code: 'ConnectTimeout' }),
    beat: () => say('{"channel":"heartbeat"}'),
    kinds: () => reports.map(({ kind }) => kind),
  };
}

describe('the account’s stream', () => {
  it('is live with its snapshot, and asks for executions and balances', () => {
    const { open, hear, kinds, sent } = aStream();
    open();
    expect(sent.map((text) => JSON.parse(text).params.channel)).toEqual(['executions', 'balances']);
    expect(kinds()).toEqual([]);
    hear(1, 'snapshot');
    expect(kinds()).toEqual(['Live']);
  });

  it('begins again when its snapshot does not come, or something comes before it', () => {
    const { open, hear, restarts, time, kinds } = aStream();
    open();
    time.pass(4_999);
    expect(restarts).toEqual([]);
    time.pass(1);
    expect(restarts).toEqual(['the snapshot is missing']);
    open();
    hear(2);
    expect(restarts).toHaveLength(2);
    expect(kinds()).toEqual([]);
  });

  it('A7-8 waits a moment for a message that is late, and takes it when it comes', () => {
    const { open, hear, restarts, time, gaps } = aStream();
    open();
    hear(1, 'snapshot');
    hear(3);
    expect(gaps.count).toBe(1);
    time.pass(999);
    hear(2);
    time.pass(60_000);
    expect(restarts).toEqual([]);
  });

  it('A7-18 begins again when it does not come, however much more is lost meanwhile', () => {
    const { open, hear, restarts, time } = aStream();
    open();
    hear(1, 'snapshot');
    for (let sequence = 3; sequence < 13; sequence += 2) {
      hear(sequence);
      time.pass(250);
    }
    expect(restarts).toEqual(['message 2 is missing']);
  });

  it('says from when on something may be missing: the last moment of which it was sure', () => {
    const { open, hear, down, beat, reports, time, clock } = aStream();
    open();
    hear(1, 'snapshot');
    time.pass(10_000);
    beat();
    const sure = clock.now();
    time.pass(3_000);
    down();
    // The next connection is no better: its snapshot is lost, and what comes after proves nothing.
    open();
    hear(7);
    time.pass(60_000);
    down();
    open();
    hear(1, 'snapshot');
    const since = reports.flatMap((one) => (one.kind === 'Gap' ? [one.since] : []));
    expect(new Set(since)).toEqual(new Set([addMs(sure, -5_000)]));
    expect(reports.at(-1)?.kind).toBe('Live');
  });

  it('is refused with words, and tries again after a while', () => {
    const { open, say, restarts, time } = aStream();
    open();
    say('{"method":"subscribe","success":false,"error":"ESession:Invalid session"}');
    time.pass(4_999);
    expect(restarts).toEqual([]);
    time.pass(1);
    expect(restarts).toEqual(['ESession:Invalid session']);
  });

  it('leaves no timer behind when it is closed', async () => {
    const { open, hear, subscription, time } = aStream();
    open();
    hear(1, 'snapshot');
    hear(3);
    await subscription.close();
    expect(time.waiting()).toBe(0);
  });
});
