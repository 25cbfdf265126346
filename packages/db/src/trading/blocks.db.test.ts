/** A block over three accounts of two clients, filled in parts: its rule, its parts, and who sees them. */
import type { ProposalId } from '@ultrathink/domain/access';
import type { Input, InputId } from '@ultrathink/domain/engine/core';
import {
  ALPHA,
  ALPHA_ACCOUNT,
  aCommand,
  aWish,
  BEN,
  BETA,
  BETA_ACCOUNT,
  BTC,
  controlsTaken,
  DESK_ACCOUNT,
  dec,
  deposited,
  holderAt,
  limitAt,
  mandateOf,
  marked,
  PLACES,
  px,
  qty,
  USD,
} from '@ultrathink/domain/engine/core/testing';
import {
  type AccountId,
  add,
  type CommandId,
  decimal,
  fromEpochMs,
  type IdempotencyKey,
  type PersonId,
  sum,
} from '@ultrathink/domain/kernel';
import { balanceOf } from '@ultrathink/domain/ledger';
import type { VenueFill } from '@ultrathink/domain/trading';
import { describe, expect, it } from 'vitest';
import { aLedShard, anActor, anAuditedLog, anId, openTestDatabase } from '../../testing/index.ts';
import { linesOf, packOf, verified, withManifest } from '../../testing/packs.ts';
import { read } from '../read.ts';
import { insertHouseAccount, listBlocks, listHouseAccounts } from './blocks.ts';

const own = await openTestDatabase();
type Led = Awaited<ReturnType<typeof aLedShard>>;
const THIRD = '01a1ee56-5e00-7000-8000-0000000000aa' as AccountId;
const accounts = [ALPHA_ACCOUNT, BETA_ACCOUNT, THIRD] as const;
const FEE = '0.0307';

const legs = [
  { account: ALPHA_ACCOUNT, client: ALPHA, weight: dec('3') },
  { account: BETA_ACCOUNT, client: BETA, weight: dec('2') },
  { account: THIRD, client: BETA, weight: dec('2') },
];
const wish = aWish({
  beneficiary: {
    kind: 'Block',
    account: DESK_ACCOUNT,
    rule: { method: 'ProRata', legs, quantityScale: 8, notionalScale: 8 },
  },
  orderQty: qty('1'),
  terms: limitAt('99'),
});

const third = ({ engine }: Led) =>
  engine.record(
    engine.named([
      ...controlsTaken(
        [
          { kind: 'AccountSet', account: THIRD, client: BETA },
          mandateOf(THIRD),
          { kind: 'TradersSet', account: THIRD, traders: [BEN] },
        ],
        engine.state.controlSequence + 1,
      ),
      ...PLACES.map((place, n) => deposited(900 + n, holderAt(THIRD, USD, place), '1000000')),
    ]),
  );

const block = ({ engine }: Led) =>
  engine.decide({
    ...engine.named(aCommand(0, { act: 'PlaceOrder', wish }, { person: BEN })),
    id: anId<InputId>(),
    commandId: anId<CommandId>(),
    idempotencyKey: anId<IdempotencyKey>(),
    inputHash: 'block',
  });

describe('a block over three accounts', () => {
  it('keeps its sealed rule, divides each fill to the last unit, adds up, and is seen by who may see all its clients', async () => {
    const led = await aLedShard(own);
    const { journal, engine } = led;
    const placed = [third(led), block(led)];
    const sends = placed.flatMap(({ effects }) =>
      effects.flatMap((effect) => (effect.kind === 'SubmitOrder' ? [effect] : [])),
    );
    const [send] = sends;
    if (send === undefined) throw new Error('Nothing was sent.');
    const { clOrdId, instrument, side } = send.order;
    const sent: Input = {
      kind: 'Sent',
      id: anId<InputId>(),
      request: 'New',
      clOrdId,
      outcome: { kind: 'Accepted', orderId: 'v-1', report: null, fills: [] },
      evidence: null,
      toWireMs: 1,
      roundTripMs: 2,
    };
    const fill = (execId: string, lastQty: string, lastPx: string): VenueFill => ({
      ...{ execId, orderId: 'v-1', clOrdId, instrument, side, isMaker: true },
      ...{ lastQty: qty(lastQty), lastPx: px(lastPx), fee: { amount: dec(FEE), asset: USD } },
      at: fromEpochMs(Date.now()),
    });
    const fills = [
      fill('x-1', '0.1', '99'),
      fill('x-2', '0.23', '60.01'),
      fill('x-3', '0.37', '98.5'),
    ];
    const accepted = engine.decide(sent);
    const reports = fills.map((one) =>
      engine.decide({
        kind: 'FillReported',
        id: anId<InputId>(),
        venueAccount: send.venueAccount,
        fill: one,
      }),
    );
    const kept = await journal.append([...placed, accepted, ...reports]);
    expect(kept).toEqual({ ok: true, value: null });

    const [found, ...more] = await read(own.as('app_staff'), anActor(), (tx) =>
      listBlocks(tx, { most: 10 }),
    );
    expect(more).toEqual([]);
    const sealed = placed[1]?.record.events.find(({ type }) => type === 'AllocationSealed');
    expect(found?.versions).toMatchObject([
      { version: 1, hash: sealed?.type === 'AllocationSealed' ? sealed.hash : '' },
    ]);
    expect(found?.versions[0]?.terms.legs.map(({ weight }) => weight).sort()).toEqual([
      '2',
      '2',
      '3',
    ]);
    const shares = found?.shares ?? [];
    expect(shares).toHaveLength(3);
    const traded = sum(fills.map(({ lastQty }) => lastQty));
    expect(String(sum(shares.map(({ cumQty }) => decimal(cumQty))))).toBe(String(traded));
    expect([found?.cumQty, String(traded)]).toEqual(['0.7', '0.7']);
    const notionals = fills.map(({ lastQty, lastPx }) => Number(lastQty) * Number(lastPx));
    const whole = notionals.reduce((a, b) => a + b, 0);
    expect(Number(sum(shares.map(({ notional }) => decimal(notional))))).toBeCloseTo(whole, 8);
    // Every asset of every entry adds up to nothing; the constraint of the database says so besides.
    const [open] = await own.sql<{ off: number }>(
      `select count(*)::int as off from (select entry_id, asset from ledger.posting
       group by entry_id, asset having sum(amount) <> 0) as o`,
    );
    expect(open?.off).toBe(0);
    for (const one of accounts) {
      const share = shares.find(({ account }) => account === engine.named(one));
      const started = one === THIRD ? '0' : '3000';
      const has = PLACES.reduce((all, place) => {
        const key = engine.named(holderAt(one, BTC, place));
        return add(all, balanceOf(engine.state.ledger, key));
      }, decimal('0'));
      expect(String(has), one).toBe(String(add(decimal(started), decimal(share?.cumQty ?? '0'))));
    }

    const seen = (actor: ReturnType<typeof anActor>) =>
      read(own.as('app_staff'), actor, (tx) => listBlocks(tx, { most: 10 }));
    const [alpha, beta] = engine.named([ALPHA, BETA]);
    if (alpha === undefined || beta === undefined) throw new Error('No clients.');
    expect(await seen(anActor({ kind: 'Staff', clientIds: [alpha, beta] }))).toHaveLength(1);
    expect(await seen(anActor({ kind: 'Staff', clientIds: [alpha] }))).toEqual([]);
    expect(await seen(anActor({ kind: 'Staff', clientIds: [] }))).toEqual([]);
    const asClient = read(
      own.as('app_client'),
      anActor({ kind: 'Client', clientId: alpha }),
      (tx) => listBlocks(tx, { most: 10 }),
    );
    await expect(asClient).rejects.toThrow(/permission denied|list_blocks/);
    const parts = await read(
      own.as('app_client'),
      anActor({ kind: 'Client', clientId: alpha }),
      (tx) => tx.allocatedFill.findMany(),
    );
    expect(new Set(parts.map(({ clientId }) => clientId))).toEqual(new Set([alpha]));

    // The rest is canceled: averages are evened. Then all of it is divided by another rule.
    const cancel = engine.decide({
      ...engine.named(
        aCommand(0, { act: 'CancelOrder', clOrdId: found?.clOrdId ?? clOrdId }, { person: BEN }),
      ),
      id: anId<InputId>(),
      commandId: anId<CommandId>(),
      idempotencyKey: anId<IdempotencyKey>(),
      inputHash: 'cancel',
    });
    const ended = engine.decide({
      kind: 'OrderReported',
      id: anId<InputId>(),
      venueAccount: send.venueAccount,
      report: {
        ...{ orderId: 'v-1', clOrdId, instrument, side, ordStatus: 'Canceled' },
        ...{ orderQty: send.order.orderQty, cumQty: traded, avgPx: null, at: null, text: null },
      },
    });
    const [owner, other] = engine.named([ALPHA_ACCOUNT, THIRD]);
    const young = engine.record(engine.named([marked(fromEpochMs(Date.now()))]));
    const moved = engine.decide({
      kind: 'Control',
      id: anId<InputId>(),
      control: {
        sequence: engine.state.controlSequence + 1,
        at: fromEpochMs(Date.now()),
        body: {
          kind: 'BlockReallocated',
          clOrdId: found?.clOrdId ?? clOrdId,
          replaces: found?.versions[0]?.hash ?? '',
          method: 'Percentage',
          legs: [
            { account: owner ?? ALPHA_ACCOUNT, client: alpha, weight: dec('90') },
            { account: other ?? THIRD, client: beta, weight: dec('10') },
          ],
          reason: 'One of the accounts was not to be in it.',
          approval: anId<ProposalId>(),
          approvers: [anId<PersonId>(), anId<PersonId>()],
        },
      },
    });
    expect(moved.record.events.at(-1)).toMatchObject({ type: 'ControlTaken' });
    expect(await journal.append([cancel, ended, young, moved])).toEqual({ ok: true, value: null });
    const [divided] = await read(own.as('app_staff'), anActor(), (tx) =>
      listBlocks(tx, { most: 10 }),
    );
    expect(divided?.versions.map(({ version }) => version)).toEqual([1, 2]);
    expect(divided?.versions[1]?.terms.reallocation).toMatchObject({
      replaces: divided?.versions[0]?.hash,
    });
    expect(divided?.shares.map(({ account, cumQty }) => [account, cumQty])).toEqual([
      [owner, '0.63'],
      [other, '0.07'],
    ]);
    expect(new Set(divided?.corrections.map(({ why }) => why))).toEqual(
      new Set(['Evened', 'Reallocated']),
    );
    const causes = await own.sql<{ cause: string }>(
      `select distinct cause from ledger.entry where cause in ('Evening', 'Reallocation') order by 1`,
    );
    expect(causes.map(({ cause }) => cause)).toEqual(['Evening', 'Reallocation']);
    const [still] = await own.sql<{ off: number }>(
      `select count(*)::int as off from (select entry_id, asset from ledger.posting
       group by entry_id, asset having sum(amount) <> 0) as o`,
    );
    expect(still?.off).toBe(0);

    // All of it in one file for who sees every client: the rule before the first child, each part of each fill.
    const parent = found?.clOrdId ?? clOrdId;
    const log = anAuditedLog(own);
    for (let n = 0; n < 10; n += 1) await log.number();
    expect(await log.sign()).toBe('Signed');
    const pack = await packOf(own, anActor(), parent);
    if (pack?.kind !== 'Pack') throw new Error(`No pack: ${JSON.stringify(pack)}`);
    expect(verified(pack.text)).toEqual({
      code: 0,
      said: expect.stringMatching(/Parts of a block's fills: 9; .*[\s\S]*Verified\./),
    });
    const lines = linesOf(pack.text);
    const actions = lines.flatMap(({ kind, body }) =>
      kind === 'Event'
        ? [JSON.parse(Buffer.from(String(body), 'base64').toString()).action as string]
        : [],
    );
    expect(actions.filter((action) => action === 'trading.sealAllocation')).toHaveLength(2);
    expect(actions).toEqual(
      expect.arrayContaining(['trading.evenBlock', 'trading.reallocateBlock']),
    );
    const part = lines.findIndex(({ kind }) => kind === 'Allotment');
    const larger = lines.map((line, n) => (n === part ? { ...line, lastQty: '0.7' } : line));
    expect(verified(withManifest(larger)).said).toMatch(
      /part of the execution x-\d for .*not as large as it was sealed/,
    );
    const fewer = lines.filter((_, n) => n !== part);
    expect(verified(withManifest(fewer)).said).toMatch(
      /part of the execution x-\d for .*it is missing/,
    );
    const someClients = anActor({ kind: 'Staff', clientIds: [alpha, beta] });
    expect(await packOf(own, someClients, parent)).toBeUndefined();
  });

  it('is worked in the name of an account of the house, told to its engine when it is opened', async () => {
    const actor = anActor();
    const id = anId<AccountId>();
    const at = fromEpochMs(Date.now());
    const account = {
      id,
      shard: 0,
      name: 'Blocks',
      by: actor.id as PersonId,
      proposal: anId<ProposalId>(),
      at,
    };
    const door = own.as('app_staff').prisma;
    const enter = (work: Parameters<typeof door.$transaction>[0]) => door.$transaction(work);
    const added = await enter(async (tx) => {
      await tx.$executeRaw`select set_config('app.actor', ${actor.id}, true), set_config('app.scope', 'firm', true)`;
      return insertHouseAccount(tx as never, account);
    });
    expect(added).toBe(true);
    const houses = await read(own.as('app_staff'), actor, (tx) => listHouseAccounts(tx, 0));
    expect(houses).toMatchObject([{ id, name: 'Blocks' }]);
    const [told] = await own.sql<{ body: object }>(
      `select body from engine.control_outbox where cause = '${id}'`,
    );
    expect(told?.body).toEqual({ kind: 'AccountSet', account: id, client: null });
  });
});
