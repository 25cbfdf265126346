import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandInput } from '@ultrathink/domain/engine/core';
import {
  AT,
  AT_KRAKEN,
  aSlice,
  aWish,
  BINANCE,
  BTC_USD,
  px,
  qty,
} from '@ultrathink/domain/engine/core/testing';
import { mapEntries, mapGet, type ProcessId } from '@ultrathink/domain/kernel';
import { createSystemIds } from '@ultrathink/runtime';
import { describe, expect, it, onTestFinished } from 'vitest';
import { aShell } from '../../testing/a-shell.ts';
import { openAside } from './aside-file.ts';
import { InputIds } from './input-ids.ts';

const isSubmit = ({ effect }: { readonly effect: { readonly kind: string } }) =>
  effect.kind === 'SubmitOrder';
const LAST_TRADE = { venue: BINANCE, at: AT };
const firmKill = {
  act: 'Kill',
  key: { level: 'firm', scope: 'firm' },
  grade: 'CANCEL_ALL',
  why: 'a test of the kill switch',
} as const;

/** Orders work at venues when the journal goes. Answers with how many. */
async function workThenAway(shell: ReturnType<typeof aShell>): Promise<number> {
  shell.run.ask(shell.command());
  await shell.settled();
  const working = shell.performed.filter(isSubmit).length;
  shell.journal.isAway = true;
  shell.offer({ kind: 'Started', run: createSystemIds().next<ProcessId>(), epoch: 1 });
  await shell.settled();
  return working;
}

describe('what was decided', () => {
  it('A7-1 leaves for a venue after its commit, and never before', async () => {
    const shell = aShell();
    shell.journal.isHeld = true;
    const order = shell.command();
    shell.run.ask(order);
    await shell.settled();
    expect(shell.run.state.orders.size, 'it is decided').toBeGreaterThan(0);
    expect([shell.performed.length, shell.replies.length]).toEqual([0, 0]);
    shell.journal.release();
    await shell.settled();
    expect(shell.performed.filter(isSubmit).length).toBeGreaterThan(0);
    expect(shell.replyTo(order)).toMatchObject({
      kind: 'Decided',
      answer: { kind: 'OrderDecided', decision: { verdict: 'Placed' } },
    });
  });

  it('has an event in the journal for every order that left, counted', async () => {
    const shell = aShell();
    for (let n = 0; n < 40; n += 1) {
      // No two alike: the same order again within seconds is a slip, and refused.
      const wish = aWish({ orderQty: qty(`1.${100 + n}`) });
      shell.run.ask(shell.command({ act: 'PlaceOrder', wish }));
      if (n % 5 === 0) await shell.settled();
    }
    await shell.settled();
    const placedBy = new Map<string, number>();
    for (const [n, { events }] of shell.journal.records.entries()) {
      for (const event of events) {
        if (event.type === 'ChildPlaced') placedBy.set(event.placement.clOrdId, n + 1);
      }
    }
    const submits = shell.performed.filter(isSubmit);
    expect(submits.length).toBeGreaterThanOrEqual(40);
    for (const { effect, records } of submits) {
      const id = effect.kind === 'SubmitOrder' ? effect.order.clOrdId : '';
      expect(placedBy.get(id), id).toBeLessThanOrEqual(records);
    }
    expect(new Set(placedBy.keys()).size).toBe(submits.length);
  });

  it('while a batch is on its way becomes the next one, whole, and decides on from there', async () => {
    const shell = aShell();
    shell.journal.isHeld = true;
    shell.run.ask(shell.command());
    await shell.settled();
    for (let n = 0; n < 20; n += 1) shell.run.ask(shell.command());
    await shell.settled();
    const decided = mapEntries(shell.run.state.orders).length;
    shell.journal.release();
    await shell.settled();
    expect(shell.journal.batches).toEqual([1, 20]);
    expect(shell.journal.prepared, 'all but the first is made while that is on its way').toEqual(
      shell.journal.records.slice(1),
    );
    expect(mapEntries(shell.journal.state.orders)).toHaveLength(decided);
    expect(shell.journal.state).toEqual(shell.run.state);
  });

  it('is numbered without a hole', async () => {
    const shell = aShell();
    for (let n = 0; n < 30; n += 1) shell.run.ask(shell.command());
    await shell.settled();
    const numbers = shell.journal.records.map(({ sequence }) => sequence);
    expect(numbers).toEqual(numbers.map((_, n) => n + 1));
  });
});

describe('a commit', () => {
  it.each([
    ['A7-22 that failed', { code: 'NotCommitted', detail: 'x' } as const, false],
    ['A7-23 whose answer was lost', { code: 'Unknown', detail: 'x' } as const, true],
  ])(
    '%s drops the memory, sends nothing, and is asked for with the same key',
    async (_, failure, kept) => {
      const shell = aShell();
      shell.journal.fault = { failure, kept };
      const order = shell.command();
      shell.run.ask(order);
      await shell.settled();
      expect(shell.replyTo(order)).toEqual({ kind: 'OutcomeUnknown' });
      expect(shell.performed.filter(isSubmit)).toEqual([]);
      expect(shell.journal.loads).toBe(1);
      const again = { ...order, commandId: createSystemIds().next<typeof order.commandId>() };
      shell.run.ask(again);
      await shell.settled();
      // What was not kept is judged anew, and not taken until venues were compared with our books.
      const answer = kept
        ? { kind: 'OrderDecided', decision: { verdict: 'Placed' } }
        : { kind: 'Refused', refusal: { code: 'VenuesOpening' } };
      expect(shell.replyTo(again)).toMatchObject({ kind: 'Decided', answer });
      const parents = shell.journal.records.flatMap(({ events }) =>
        events.filter(({ type }) => type === 'ParentPlaced'),
      );
      expect(parents, 'one order, however often it is asked for').toHaveLength(kept ? 1 : 0);
    },
  );

  it('A7-22 that is refused for one order answers that one, and keeps all the others', async () => {
    const shell = aShell();
    const orders = Array.from({ length: 5 }, (_, n) =>
      shell.command({ act: 'PlaceOrder', wish: aWish({ orderQty: qty(String(n + 1)) }) }),
    );
    const bad = orders[2]?.commandId;
    shell.journal.refuses = ({ input }) => input.kind === 'Command' && input.commandId === bad;
    for (const order of orders) shell.run.ask(order);
    await shell.settled();
    const answers = orders.map((order) => shell.replyTo(order));
    expect(answers[2]).toEqual({ kind: 'NotTaken', code: 'Fault' });
    expect(answers.filter((reply) => reply?.kind === 'Decided')).toHaveLength(4);
    expect(shell.alerts).toContainEqual(expect.objectContaining({ code: 'InputNotKept' }));
    expect([shell.journal.loads, shell.ends, shell.run.isWorking]).toEqual([0, [], true]);
    const parents = shell.journal.records.flatMap(({ events }) =>
      events.filter(({ type }) => type === 'ParentPlaced'),
    );
    expect(parents).toHaveLength(4);
    expect(shell.performed.filter(isSubmit).length).toBeGreaterThanOrEqual(4);
    const more = shell.command();
    shell.run.ask(more);
    await shell.settled();
    expect(shell.replyTo(more)).toMatchObject({ kind: 'Decided' });
  });

  it('that is refused for a decision of people, or what a venue told, is journaled as dropped', async () => {
    const shell = aShell();
    shell.journal.refuses = ({ input }) =>
      input.kind === 'Control' || input.kind === 'VenueStateTold';
    const sequence = shell.run.state.controlSequence + 1;
    const body = { kind: 'RestrictionLifted', id: 'x' } as const;
    const control = { sequence, at: AT, body };
    shell.run.offer({ kind: 'Control', control });
    await shell.settled();
    expect(shell.run.state.controlSequence).toBe(sequence);
    shell.run.offer({ kind: 'VenueStateTold', venueAccount: AT_KRAKEN, state: 'DEGRADED' });
    await shell.settled();
    const dropped = shell.journal.records.flatMap(({ events }) =>
      events.flatMap((event) => (event.type === 'InputDropped' ? [event.what] : [])),
    );
    expect(dropped).toEqual(['Control', 'VenueStateTold']);
    expect(mapGet(shell.run.state.venues, AT_KRAKEN)?.isReconciled).toBe(false);
    expect([shell.journal.loads, shell.ends]).toEqual([0, []]);
  });

  it('that is refused for what can not be set apart ends the run: it never tries for ever', async () => {
    const shell = aShell();
    shell.journal.refuses = ({ input }) => input.kind === 'Marked' || input.kind === 'Dropped';
    shell.run.offer({ kind: 'Marked', instruments: [], values: [] });
    await shell.settled();
    expect(shell.ends).toEqual(['Fault']);
    expect(shell.journal.records).toEqual([]);
  });

  it('that was fenced ends the run: nothing of it leaves and nothing more is decided', async () => {
    const shell = aShell();
    shell.journal.fault = { failure: { code: 'Fenced' }, kept: false };
    shell.run.ask(shell.command());
    await shell.settled();
    expect(shell.ends).toEqual(['Fenced']);
    const late = shell.command();
    shell.run.ask(late);
    await shell.settled();
    expect(shell.replyTo(late)).toEqual({ kind: 'NotTaken', code: 'Ended' });
    expect(shell.performed.filter(isSubmit)).toEqual([]);
  });

  it('that takes forever lets no more wait than a bound, and says so', async () => {
    const shell = aShell({ limits: { waitingMost: 5, batchMost: 2 } });
    shell.journal.isHeld = true;
    shell.run.ask(shell.command());
    await shell.settled();
    const many = Array.from({ length: 12 }, () => shell.command());
    for (const one of many) {
      shell.run.ask(one);
      await shell.settled();
    }
    const refused = many.filter((one) => shell.replyTo(one) !== undefined);
    expect(refused.map((one) => shell.replyTo(one))).toEqual(
      refused.map(() => ({ kind: 'NotTaken', code: 'QueueFull' })),
    );
    expect(refused.length).toBe(12 - 2 - 5);
    shell.journal.release();
    await shell.settled();
    expect(many.every((one) => shell.replyTo(one) !== undefined)).toBe(true);
  });
});

describe('while the journal is away', () => {
  it('a command is refused, with proof that nothing was done', async () => {
    const shell = aShell();
    shell.journal.isAway = true;
    shell.run.ask(shell.command());
    await shell.settled();
    const order = shell.command();
    shell.run.ask(order);
    expect(shell.replyTo(order)).toEqual({ kind: 'NotTaken', code: 'JournalAway' });
  });

  it('a kill holds, is kept on this machine, and its cancels leave; then it is journaled first', async () => {
    const shell = aShell();
    const working = await workThenAway(shell);
    const kill = shell.command(firmKill);
    shell.run.ask(kill);
    await shell.settled();
    const before = shell.performed.length;
    await shell.run.tick();
    expect(shell.holds, 'it is given some time').toEqual([]);
    shell.pass(500);
    await shell.run.tick();
    expect(shell.holds).toEqual([true]);
    expect(shell.journal.kills).toEqual([kill]);
    const cancels = shell.performed.slice(before);
    expect(cancels.map(({ effect }) => effect.kind)).toEqual(Array(working).fill('CancelOrder'));
    expect(shell.replyTo(kill)).toEqual({ kind: 'StoppedAhead', ordersToCancel: working });
    shell.journal.isAway = false;
    const known = shell.journal.records.length;
    await shell.run.tick();
    await shell.settled();
    expect(shell.journal.records[known]?.input).toMatchObject({ commandId: kill.commandId });
    expect([shell.holds[0], shell.holds.at(-1)]).toEqual([true, false]);
    expect(shell.journal.kills).toEqual([]);
  });

  it('a kill is fsynced in the local file before any of its cancels leaves, and journaled first thing afterwards', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ahead-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const path = join(folder, 'kills-ahead.jsonl');
    const shell = aShell();
    const aside = openAside(path);
    const syncing = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    Object.assign(shell.journal, aside, {
      setAside: async (kill: CommandInput) => {
        asked.resolve();
        await syncing.promise;
        await aside.setAside(kill);
      },
    });
    const working = await workThenAway(shell);
    const kill = shell.command(firmKill);
    shell.run.ask(kill);
    shell.pass(500);
    const cancels = () => shell.performed.filter(({ effect }) => effect.kind === 'CancelOrder');
    const acting = shell.run.tick();
    await asked.promise;
    await shell.settled();
    expect([existsSync(path), cancels().length], 'nothing is durable yet').toEqual([false, 0]);
    syncing.resolve();
    await acting;
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ commandId: kill.commandId });
    expect(cancels().length).toBe(working);
    expect(working).toBeGreaterThan(0);
    shell.journal.isAway = false;
    const known = shell.journal.records.length;
    await shell.run.tick();
    await shell.settled();
    expect(shell.journal.records[known]?.input).toMatchObject({ commandId: kill.commandId });
    await expect.poll(() => existsSync(path)).toBe(false);
  });

  it('a kill that can not be made durable sends no cancel, and somebody is called', async () => {
    const shell = aShell();
    await workThenAway(shell);
    Object.assign(shell.journal, {
      setAside: () => Promise.reject(new Error('The disk is full.')),
    });
    const kill = shell.command(firmKill);
    shell.run.ask(kill);
    shell.pass(500);
    await shell.run.tick();
    expect(shell.holds).toEqual([true]);
    expect(shell.performed.filter(({ effect }) => effect.kind === 'CancelOrder')).toEqual([]);
    expect(shell.alerts.map(({ code }) => code)).toContain('KillNotKept');
    expect(shell.replyTo(kill)).toEqual({ kind: 'StoppedAhead', ordersToCancel: 0 });
  });

  it('that is slow is not the venue’s silence: an order that waited for its commit is asked about only when its answer had its time', async () => {
    const shell = aShell();
    shell.journal.isHeld = true;
    shell.run.ask(shell.command());
    await shell.settled();
    shell.pass(8_000);
    await shell.run.tick();
    await shell.settled();
    shell.journal.release();
    await shell.settled();
    expect(shell.performed.filter(isSubmit).length).toBeGreaterThan(0);
    await shell.run.tick();
    await shell.settled();
    expect(shell.run.state.confirming.size, 'it left just now').toBe(0);
    shell.pass(5_001);
    await shell.run.tick();
    await shell.settled();
    expect(shell.run.state.confirming.size).toBe(shell.performed.filter(isSubmit).length);
  });

  it('an earlier process had kept a kill: it is the first thing that is decided', async () => {
    const before = aShell();
    const kill = before.command(firmKill);
    const shell = aShell();
    shell.journal.kills.push(kill);
    await shell.run.start();
    await shell.settled();
    expect(shell.holds[0]).toBe(true);
    expect(shell.journal.records[0]?.input).toMatchObject({ commandId: kill.commandId });
    expect(shell.journal.records[1]?.input).toMatchObject({ kind: 'Started' });
    expect(shell.holds.at(-1)).toBe(false);
  });
});

describe('ids of inputs', () => {
  it('leave room for what a decision makes, however many come in one millisecond', () => {
    const ids = new InputIds(createSystemIds());
    let before = 0n;
    for (let n = 0; n < 5_000; n += 1) {
      const id = BigInt(`0x${ids.next().replaceAll('-', '')}`);
      expect(id - before >= 0x1_0000n).toBe(true);
      before = id;
    }
  });
});

describe('a quote', () => {
  it('becomes an input only when it makes something necessary, journaled with itself', async () => {
    const shell = aShell();
    const stopAt = (price: string) =>
      aWish({ terms: { ordType: 'Stop', stopPx: px(price) }, side: 'Sell' });
    const kinds = () => shell.journal.records.map(({ input }) => input.kind);
    shell.run.ask(shell.command({ act: 'PlaceOrder', wish: stopAt('90') }));
    await shell.settled();
    shell.run.watch(BTC_USD);
    await shell.settled();
    expect(kinds()).toEqual(['Command']);
    const quote = aSlice(undefined, { lastTrade: { ...LAST_TRADE, price: px('89') } });
    shell.quote(quote);
    shell.run.watch(BTC_USD);
    await shell.settled();
    expect(kinds()).toEqual(['Command', 'Watched']);
    expect(shell.journal.records[1]?.market).toEqual(quote);
    expect(shell.performed.filter(isSubmit)).not.toEqual([]);
  });
});
