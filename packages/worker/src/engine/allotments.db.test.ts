/** Two shards at one limit of the firm: each decides alone, and together they never get over it. */

import { readControls } from '@ultrathink/db/controls';
import { type Lease, openAllotments, openLeases } from '@ultrathink/db/engine';
import { anId, openTestDatabase } from '@ultrathink/db/testing';
import { type EngineState, heldOf, sharedLimitsOf, usedOf } from '@ultrathink/domain/engine/core';
import {
  AT,
  aWish,
  aWorld,
  controlsTaken,
  LIMIT_VALUES,
  limitAt,
  limitsSet,
  qty,
  withEvents,
} from '@ultrathink/domain/engine/core/testing';
import { compare, type Decimal, decimal, subtract, sum, toText } from '@ultrathink/domain/kernel';
import { LIMIT_KINDS, type LimitKind, limitKeyOf } from '@ultrathink/domain/risk';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { aShell } from '../../testing/a-shell.ts';
import { AllotmentKeeper } from './allotments.ts';

vi.setConfig({ testTimeout: 90_000 });

const LONG_MS = 60_000;
/** In dollars, at a mark of 100. Six bitcoin a shard are there from the beginning. */
const CAP = '20000';
const POSITION = limitKeyOf({ level: 'firm', scope: 'firm', kind: 'Position', instrument: null });
const VALUES: Readonly<Record<LimitKind, string>> = { ...LIMIT_VALUES, Position: CAP };

/** Each test has a platform of its own. */
async function aPlatform(shards: readonly number[] = [0, 1]) {
  const database = await openTestDatabase();
  const url = database.url('engine');
  const addClient = (number: number) =>
    database.sql(`insert into clients.client (client_id, name, shard)
      values ('${anId()}', 'Client ${number}', ${number})`);
  for (const number of shards) await addClient(number);
  const limits = (value: string, version: number) => {
    const rows = (Object.keys(LIMIT_KINDS) as LimitKind[]).map((kind) => {
      const text = kind === 'Position' ? value : VALUES[kind];
      return `('firm', 'firm', ${version}, '${anId()}', null, null, '${kind}', ${text}, now(), null)`;
    });
    return database.sql(`do $$ begin
      alter table risk.limit_set disable trigger limit_set_guard;
      insert into risk.limit_set (level, scope, version, client_id, "from", proposal_id)
        values ('firm', 'firm', ${version}, null, now(), '${anId()}');
      alter table risk.limit_set enable trigger limit_set_guard;
      insert into risk.limit_value (level, scope, version, id, client_id, instrument, kind, value, "from", until)
        values ${rows.join(',')};
    end $$`);
  };
  await limits(CAP, 1);
  const rows = async () => {
    const found = await database.sql<{ shard: number; amount: string }>(
      `select shard, trim_scale(amount)::text as amount from risk.allotment
       where limit_key = '${POSITION}' order by shard`,
    );
    return found.map(({ amount }) => decimal(amount));
  };
  const leases = openLeases(url);
  onTestFinished(() => leases.close());
  const shard = async (number: number, before?: EngineState) => {
    const lease = await leases.take(number, `shard ${number}`, LONG_MS);
    if (lease === null) throw new Error('Nobody leads.');
    return aSharingShell(url, lease, before);
  };
  const told = (number: number) => readControls(database.as('engine'), number, 0, 100);
  return { limits, rows, shard, addClient, told };
}

function aSharingShell(url: string, lease: Lease, before?: EngineState) {
  const world = withEvents(
    aWorld({ funds: { usd: '1000000', btc: '1' } }),
    ...controlsTaken(
      [limitsSet('firm', 'firm', VALUES), { kind: 'ShardsSet', shards: [0, 1] }],
      1_000,
    ),
  );
  const bound: { keeper: AllotmentKeeper | null } = { keeper: null };
  const shell = aShell({
    state: before ?? world,
    onCommitted: (batch) => bound.keeper?.committed(batch),
  });
  const { run, clock } = shell;
  const store = openAllotments(url);
  const warnings: unknown[] = [];
  const log = { warn: (sentence: string) => warnings.push(sentence) };
  const { shard } = lease;
  const keeper = new AllotmentKeeper({ store, shard, epoch: () => lease.epoch, run, clock, log });
  bound.keeper = keeper;
  onTestFinished(() => keeper.close());
  const used = (): Decimal => {
    const of = sharedLimitsOf(run.state.config).get(POSITION)?.of;
    const found = of === undefined ? null : usedOf(run.state, of, AT);
    if (found === null) throw new Error('It is not known.');
    return found;
  };
  const look = async () => {
    await shell.settled();
    await keeper.look();
    await shell.settled();
  };
  const place = async (size: string) => {
    const wish = aWish({ orderQty: qty(size), terms: limitAt('90') });
    const order = shell.command({ act: 'PlaceOrder', wish });
    run.ask(order);
    await shell.settled();
    const reply = shell.replyTo(order);
    if (reply?.kind !== 'Decided' || reply.answer.kind !== 'OrderDecided') {
      throw new Error(`No decision: ${JSON.stringify(reply)}`);
    }
    return reply.answer.decision;
  };
  const held = () => heldOf(run.state.config, POSITION) ?? decimal('0');
  return { ...shell, lease, keeper, store, warnings, used, held, look, place };
}
type SharingShell = ReturnType<typeof aSharingShell>;

/** No two alike: the same order again within seconds is a slip, and refused. */
const sizeOf = (n: number) => `1.${String(n + 1).padStart(3, '0')}`;
const most = (shells: readonly SharingShell[]) => {
  const [used, held] = [shells.map((one) => one.used()), shells.map((one) => one.held())];
  expect(compare(sum(used), decimal(CAP)), `in use: ${used.map(toText)}`).toBeLessThanOrEqual(0);
  expect(compare(sum(held), decimal(CAP)), `gone by: ${held.map(toText)}`).toBeLessThanOrEqual(0);
};

/** `count` orders, one shard's beside the other's, and both look after their parts meanwhile. */
async function trade(shells: readonly SharingShell[], count: number, from = 0) {
  const verdicts: string[] = [];
  await Promise.all(
    shells.map(async (shell, s) => {
      for (let n = from; n < from + count; n += 1) {
        const { verdict } = await shell.place(sizeOf(n));
        verdicts.push(verdict);
        most(shells);
        // Not in step with each other, nor with the orders.
        if (n % (7 + s * 4) === 0) await shell.look();
      }
    }),
  );
  return verdicts;
}

describe('two shards at one limit of the firm', () => {
  it('place 1,000 orders at once: never over in sum, and up to it', async () => {
    const platform = await aPlatform();
    const shells = [await platform.shard(0), await platform.shard(1)];
    for (const shell of shells) await shell.look();
    const verdicts = await trade(shells, 500);
    expect(verdicts).toHaveLength(1_000);
    const placed = verdicts.filter((verdict) => verdict === 'Placed').length;
    expect(placed).toBeGreaterThan(100);
    expect(placed).toBeLessThan(1_000);
    expect(toText(sum(await platform.rows())), 'all of it is out').toBe(CAP);
    // Nobody has as much left as one order more would need.
    const left = subtract(decimal(CAP), sum(shells.map((one) => one.used())));
    expect(compare(left, decimal('400'))).toBeLessThan(0);
    expect(shells.flatMap(({ warnings }) => warnings)).toEqual([]);
  });

  it('refuse until they have a part; one that has spent its own asks for more, and goes on', async () => {
    const platform = await aPlatform();
    const shell = await platform.shard(0);
    expect((await shell.place('1.5')).verdict, 'with nothing').toBe('Refused');
    await shell.look();
    const part = shell.held();
    expect(toText(part)).toBe(toText((await platform.rows())[0] ?? decimal('0')));
    const large = '60.5';
    expect(compare(part, decimal('6650')), 'a part is less than that').toBeLessThan(0);
    expect((await shell.place(large)).verdict).toBe('Refused');
    await shell.look();
    expect((await shell.place(large)).verdict).toBe('Placed');
    most([shell]);
  });

  it('begin with all of it the first one’s, which goes on; the second has nothing of it', async () => {
    const platform = await aPlatform([0]);
    const alone = withEvents(
      aWorld({ funds: { usd: '1000000', btc: '1' } }),
      ...controlsTaken([limitsSet('firm', 'firm', VALUES)], 1_000),
    );
    const first = await platform.shard(0, alone);
    await first.look();
    expect((await first.place('60.5')).verdict, 'nothing is told to one alone').toBe('Placed');
    await platform.addClient(1);
    const [told] = (await platform.told(0)).slice(-1);
    if (told?.body.kind !== 'ShardsSet') throw new Error('It was not told.');
    const sequence = first.run.state.controlSequence + 1;
    first.offer({ kind: 'Control', control: { ...told, sequence } });
    await first.settled();
    expect((await first.place('1.1')).verdict, 'until its part is told').toBe('Refused');
    const second = await platform.shard(1);
    await second.look();
    await first.look();
    expect([toText(first.held()), toText(second.held())]).toEqual([CAP, '0']);
    expect((await first.place('1.2')).verdict).toBe('Placed');
    expect((await second.place('1.3')).verdict).toBe('Refused');
    most([first]);
  });

  it('keep out of each other what one of them had when it was killed', async () => {
    const platform = await aPlatform();
    const [gone, other] = [await platform.shard(0), await platform.shard(1)];
    for (const shell of [gone, other]) await shell.look();
    await trade([gone, other], 30);
    const journal = gone.journal.state;
    gone.run.stop();
    const [its] = await platform.rows();
    await trade([other], 300, 30);
    most([gone, other]);
    const [after, rest] = await platform.rows();
    expect(after, 'its part stays taken').toEqual(its);
    expect(toText(sum([after ?? decimal('0'), rest ?? decimal('0')]))).toBe(CAP);
    expect((await other.place('1.9')).verdict).toBe('Refused');
    // It comes back under the next epoch, with what it went by; of its own earlier self nothing moves.
    const back = await platform.shard(0, journal);
    await back.look();
    expect(compare(back.held(), its ?? decimal('0'))).toBeLessThanOrEqual(0);
    await expect(gone.store.giveBack(POSITION, gone.lease, decimal('0'))).rejects.toMatchObject({
      code: '55F01',
    });
    most([back, other]);
  });

  it('give back what they have not needed for a minute, and no sooner; the other gets it', async () => {
    const platform = await aPlatform();
    const [idle, busy] = [await platform.shard(0), await platform.shard(1)];
    await idle.look();
    await idle.place('60.5');
    await idle.look();
    await idle.place('60.5');
    const had = idle.held();
    expect(compare(had, decimal('6000'))).toBeGreaterThan(0);
    // What works is canceled as if by a day that ended: only six bitcoin are left in use.
    const quiet = await platform.shard(0, withoutOrders(idle.run.state));
    await quiet.look();
    quiet.pass(59_000);
    await quiet.look();
    expect(quiet.held()).toEqual(had);
    quiet.pass(2_000);
    for (let n = 0; n < 3; n += 1) await quiet.look();
    expect(compare(quiet.held(), had)).toBeLessThan(0);
    expect((await platform.rows())[0], 'what it goes by is what it has').toEqual(quiet.held());
    for (let n = 0; n < 20; n += 1) {
      await busy.look();
      await busy.place(`9.${700 + n}`);
    }
    most([quiet, busy]);
    expect(compare(busy.held(), subtract(decimal(CAP), had))).toBeGreaterThan(0);
  });

  it('hold to a lower cap at once, and to no more than it when all is moved', async () => {
    const platform = await aPlatform();
    const shells = [await platform.shard(0), await platform.shard(1)];
    for (const shell of shells) await shell.look();
    await trade(shells, 20);
    const lower = '8000';
    await platform.limits(lower, 2);
    const body = limitsSet('firm', 'firm', { ...VALUES, Position: lower });
    for (const { offer, run, settled } of shells) {
      const sequence = run.state.controlSequence + 1;
      offer({ kind: 'Control', control: { sequence, at: AT, body } });
      await settled();
    }
    const held = () => sum(shells.map((one) => one.held()));
    const used = () => sum(shells.map((one) => one.used()));
    const bound = compare(used(), decimal(lower)) > 0 ? used() : decimal(lower);
    expect(compare(held(), bound)).toBeLessThanOrEqual(0);
    await trade(shells, 100, 200);
    expect(compare(used(), bound)).toBeLessThanOrEqual(0);
    expect(compare(sum(await platform.rows()), bound)).toBeLessThanOrEqual(0);
  });
});

/** As after every order of it ended: nothing works any more. */
function withoutOrders(state: EngineState): EngineState {
  const { exposures, money } = aWorld({ funds: { usd: '1000000', btc: '1' } }).risk;
  return { ...state, risk: { ...state.risk, exposures, money } };
}
