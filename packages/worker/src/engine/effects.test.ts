import type { Effect, InputBody } from '@ultrathink/domain/engine/core';
import { aWorld, run as decide, placing } from '@ultrathink/domain/engine/core/testing';
import { addMs, fromEpochMs } from '@ultrathink/domain/kernel';
import type { EvidenceId } from '@ultrathink/domain/trading';
import { createSystemIds, silentLog } from '@ultrathink/runtime';
import type { Evidence, ExecutionClient, Urgency } from '@ultrathink/venues';
import { describe, expect, it } from 'vitest';
import { ActsMeter } from './acts-meter.ts';
import { Effects } from './effects.ts';
import type { VenueEffect } from './ports.ts';

const NOW_MS = 1_795_000_000_000;
const submits = decide(aWorld(), placing(1)).effects.filter(
  (effect): effect is Extract<Effect, { kind: 'SubmitOrder' }> => effect.kind === 'SubmitOrder',
);
const [submit] = submits;
if (submit === undefined) throw new Error('The world sends nothing.');

const evidence = (durationMs: number): Evidence => ({
  operation: 'order.place',
  request: { method: 'POST', url: 'http://venue', headers: {}, body: null },
  response: { status: 200, headers: {}, body: '{}' },
  sentAt: fromEpochMs(NOW_MS),
  durationMs,
  fault: null,
});

/** An adapter of words: everything it is told, and it answers what a test says. */
function aRig(place: ExecutionClient['place'], more: Partial<ExecutionClient> = {}) {
  let nowMs = 1_000;
  let leftMs = 10_000;
  let isWanted = true;
  const offered: InputBody[] = [];
  const asked: Urgency[] = [];
  const client = {
    ...more,
    place: (order: never, urgency: Urgency) => {
      asked.push(urgency);
      return place(order, urgency);
    },
    cancel: async () => ({ kind: 'Accepted', value: null, evidence: evidence(5) }) as const,
  } as unknown as ExecutionClient;
  const acts = new ActsMeter();
  const effects = new Effects({
    clock: { now: () => fromEpochMs(NOW_MS), monotonicMs: () => nowMs },
    log: silentLog,
    lineOf: (account) =>
      account === submit?.venueAccount ? { venue: submit.order.venue, execution: client } : null,
    sendableMs: () => leftMs,
    isWanted: () => isWanted,
    offer: (body) => offered.push(body),
    keepEvidence: () => createSystemIds().next<EvidenceId>(),
    acts,
  });
  return {
    ...{ effects, offered, asked, acts },
    pass: (ms: number) => {
      nowMs += ms;
    },
    lease: (ms: number) => {
      leftMs = ms;
    },
    takeBack: () => {
      isWanted = false;
    },
    async do(effect: VenueEffect, committedMs = nowMs) {
      effects.perform(effect, committedMs);
      while (!effects.isIdle) await Promise.resolve();
      return offered.at(-1);
    },
  };
}

const accepts: ExecutionClient['place'] = async () => ({
  kind: 'Accepted',
  value: { orderId: '1', report: null, fills: [] },
  evidence: evidence(30),
});
const outcomeOf = (body: InputBody | undefined) => (body?.kind === 'Sent' ? body.outcome : null);

describe('a snapshot', () => {
  it('asked for while one is taken follows it, and reaches back as far as any that was asked for', async () => {
    const asked: string[] = [];
    const running = Promise.withResolvers<void>();
    const told = async () => ({ kind: 'Told', value: [], evidence: evidence(1) }) as const;
    const rig = aRig(accepts, {
      openOrders: async () => {
        await running.promise;
        return told();
      },
      closedOrders: (since) => {
        asked.push(since);
        return told();
      },
      fills: told,
      balances: told,
    });
    const { venueAccount } = submit;
    const from = (ms: number) => {
      const since = fromEpochMs(NOW_MS - ms);
      rig.effects.perform({ kind: 'TakeSnapshot', venueAccount, why: 'Reconnect', since }, 0);
    };
    for (const ms of [1_000, 5_000, 3_000]) from(ms);
    running.resolve();
    while (!rig.effects.isIdle) await Promise.resolve();
    expect(asked).toEqual([1_000, 5_000].map((ms) => fromEpochMs(NOW_MS - ms)));
    expect(rig.offered.map(({ kind }) => kind)).toEqual(['SnapshotTaken', 'SnapshotTaken']);
  });
});

describe('a send', () => {
  it('is told with its outcome, its evidence, and how long it took from the commit to the wire', async () => {
    const rig = aRig(async (...asked) => {
      rig.pass(42);
      return accepts(...asked);
    });
    expect(await rig.do(submit, 1_000)).toMatchObject({
      kind: 'Sent',
      request: 'New',
      clOrdId: submit.order.clOrdId,
      outcome: { kind: 'Accepted', orderId: '1' },
      toWireMs: 12,
      roundTripMs: 30,
    });
  });

  it('A7-26 does not leave when the lease ends before its answer could come', async () => {
    const rig = aRig(accepts);
    rig.lease(0);
    expect(outcomeOf(await rig.do(submit))).toMatchObject({ kind: 'NotSent', code: 'LeaseEnding' });
    expect(rig.asked).toEqual([]);
  });

  it('waits for its turn on the line no longer than the lease allows', async () => {
    const rig = aRig(accepts);
    rig.lease(700);
    await rig.do({ ...submit, notAfter: addMs(fromEpochMs(NOW_MS), 10_000) });
    expect(rig.asked).toMatchObject([{ notAfter: addMs(fromEpochMs(NOW_MS), 700) }]);
  });

  it('does not leave while a kill holds; a cancel does', async () => {
    const rig = aRig(accepts);
    rig.effects.hold(true);
    expect(outcomeOf(await rig.do(submit))).toMatchObject({ kind: 'NotSent', code: 'Stopped' });
    const { clOrdId, instrument } = submit.order;
    const order = { clOrdId, orderId: null, instrument, sentAt: fromEpochMs(NOW_MS) };
    const { venueAccount, notAfter } = submit;
    const cancel = { kind: 'CancelOrder', venueAccount, order, notAfter } as const;
    expect(outcomeOf(await rig.do(cancel))).toMatchObject({ kind: 'Accepted' });
    rig.effects.hold(false);
    expect(outcomeOf(await rig.do(submit))).toMatchObject({ kind: 'Accepted' });
  });

  it('that stands in the line asks whether it is still wanted: not once its cancel was decided, nor while a kill holds', async () => {
    const rig = aRig(accepts);
    await rig.do(submit);
    const [inLine] = rig.asked;
    expect(inLine?.isWanted?.()).toBe(true);
    rig.effects.hold(true);
    expect(inLine?.isWanted?.()).toBe(false);
    rig.effects.hold(false);
    rig.takeBack();
    expect(inLine?.isWanted?.()).toBe(false);
  });

  it('by an adapter that throws is Unconfirmed: a bug proves nothing', async () => {
    const rig = aRig(() => Promise.reject(new Error('a bug')));
    expect(outcomeOf(await rig.do(submit))).toMatchObject({ kind: 'Unconfirmed' });
  });

  it('to an account without a connection left nothing', async () => {
    const rig = aRig(accepts);
    const elsewhere = submits.find(({ venueAccount }) => venueAccount !== submit.venueAccount);
    const effect = elsewhere ?? { ...submit, venueAccount: createSystemIds().next() };
    expect(outcomeOf(await rig.do(effect))).toMatchObject({
      kind: 'NotSent',
      code: 'NoConnection',
    });
  });

  it('counts for the venue: its latency and its refusals are known after five', async () => {
    const rig = aRig(accepts);
    const { venue } = submit.order;
    for (let n = 0; n < 4; n += 1) await rig.do(submit);
    expect(rig.acts.latencyP95Ms(venue)).toBeNull();
    await rig.do(submit);
    expect(rig.acts.latencyP95Ms(venue)).toBe(30);
    expect(String(rig.acts.rejectRate(venue))).toBe('0');
  });
});
