import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  add,
  type Decimal,
  equals,
  fromUnits,
  isZero,
  least,
  lessThan,
  mapEntries,
  mapGet,
  money,
  signOf,
  toText,
  toUnits,
  unwrap,
} from '../kernel/index.ts';
import { accountKey, type EntryId, type HolderAccount, type TransferId } from './account.ts';
import { book, bookFact, release, reserve, resize } from './decide.ts';
import {
  applyToLedger,
  EMPTY_LEDGER,
  type Ledger,
  type LedgerEvent,
  openOf,
  sums,
} from './ledger.ts';
import { arrivalEntry, departureEntry, reversalEntry, withdrawalEntry } from './movements.ts';
import {
  ALPHA,
  AT,
  at,
  BETA,
  BINANCE,
  BNB,
  BTC,
  CONSENT,
  DESK,
  deposit,
  EUR,
  entryId,
  holdId,
  id,
  KRAKEN,
  trade,
  withEvents,
} from './samples.ts';
import { ledgerText, readLedger } from './snapshot.ts';
import { tradeEntry } from './trade.ts';

const amount = fc.bigInt({ min: 1n, max: 10n ** 12n }).map((units) => fromUnits(units, 8));
const holder = fc.constantFrom(ALPHA, BETA, DESK);
const place = fc.constantFrom(BINANCE, KRAKEN);
const asset = fc.constantFrom(BTC, EUR, BNB);
const hold = fc.integer({ min: 1, max: 8 });

/** Anything the engine may do, legal or not: what is not legal is refused and changes nothing. */
const operation = fc.oneof(
  fc.record({ do: fc.constant('Deposit' as const), holder, place, asset, amount }),
  fc.record({ do: fc.constant('Withdraw' as const), holder, place, asset, amount }),
  fc.record({ do: fc.constant('Reserve' as const), holder, place, asset, amount, hold }),
  fc.record({ do: fc.constant('Resize' as const), amount, hold }),
  fc.record({ do: fc.constant('Release' as const), hold }),
  fc.record({
    do: fc.constant('Trade' as const),
    holder,
    place,
    side: fc.constantFrom('Buy' as const, 'Sell' as const),
    qty: amount,
    px: fc.bigInt({ min: 1n, max: 10n ** 7n }).map((units) => fromUnits(units, 2)),
    fee: fc.bigInt({ min: -100n, max: 10n ** 6n }).map((units) => fromUnits(units, 8)),
    hold: fc.option(hold, { nil: null }),
    commits: amount,
    isFact: fc.boolean(),
  }),
  fc.record({ do: fc.constant('Transfer' as const), holder, asset, amount, arrives: fc.boolean() }),
  fc.record({
    do: fc.constant('Reverse' as const),
    nth: fc.nat({ max: 20 }),
    isFact: fc.boolean(),
  }),
);
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

interface Run {
  readonly ledger: Ledger;
  readonly events: readonly LedgerEvent[];
}

type Decided = ReturnType<typeof book>;

function entriesOf(events: readonly LedgerEvent[]) {
  return events.flatMap((event) => (event.type === 'EntryBooked' ? [event.entry] : []));
}

function decide({ ledger, events }: Run, op: Operation, n: number): Decided {
  switch (op.do) {
    case 'Deposit':
      return book(ledger, deposit(n, at(op.place, op.holder, op.asset), toText(op.amount)), null);
    case 'Withdraw': {
      const withdrawn = money(op.amount, op.asset);
      const fee = fromUnits(0n, 0);
      const common = { id: entryId(n), at: AT, reference: `w-${n}` };
      const entry = withdrawalEntry({
        ...common,
        holder: op.holder,
        place: op.place,
        withdrawn,
        fee,
      });
      return book(ledger, unwrap(entry), null);
    }
    case 'Reserve':
      return reserve(ledger, holdId(op.hold), at(op.place, op.holder, op.asset), op.amount);
    case 'Resize':
      return resize(ledger, holdId(op.hold), op.amount);
    case 'Release':
      return release(ledger, holdId(op.hold));
    case 'Trade': {
      // Of an order that has funds reserved, where it has them; otherwise of anybody, anywhere.
      const working = op.hold === null ? undefined : mapGet(ledger.holds, holdId(op.hold));
      const { kind, account, place: there } = working?.account ?? { ...op.holder, place: op.place };
      const figures = { qty: toText(op.qty), px: toText(op.px) };
      const terms = trade(
        { n, side: op.side, ...figures, holder: { kind, account }, place: there },
        { fee: money(op.fee, BNB) },
      );
      const entry = unwrap(tradeEntry(terms));
      if (working === undefined) {
        const commit = op.hold === null ? null : { hold: holdId(op.hold), amount: op.commits };
        return op.isFact ? bookFact(ledger, entry, commit) : book(ledger, entry, commit);
      }
      const part = least(op.commits, openOf(working));
      const commit = { hold: working.id, amount: op.isFact ? op.commits : part };
      return op.isFact ? bookFact(ledger, entry, commit) : book(ledger, entry, commit);
    }
    case 'Transfer': {
      const booked = { id: entryId(n), at: AT };
      const terms = {
        transfer: id<TransferId>(700_000 + n),
        holder: op.holder,
        asset: op.asset,
        from: BINANCE,
        to: KRAKEN,
        amount: op.amount,
      };
      const gone = book(ledger, unwrap(departureEntry(booked, terms)), null);
      if (!gone.ok || !op.arrives) return gone;
      const arrival = unwrap(
        arrivalEntry({ id: entryId(n + 100_000), at: AT }, terms, fromUnits(0n, 0)),
      );
      const there = book(withEvents(ledger, gone.value), arrival, null);
      return there.ok ? { ok: true, value: [...gone.value, ...there.value] } : there;
    }
    case 'Reverse': {
      const entries = entriesOf(events);
      const wrong = entries[op.nth % Math.max(1, entries.length)];
      if (wrong === undefined) return { ok: true, value: [] };
      const undone = reversalEntry({ id: entryId(n), at: AT }, wrong, CONSENT);
      if (!undone.ok) return { ok: true, value: [] };
      return op.isFact ? bookFact(ledger, undone.value, null) : book(ledger, undone.value, null);
    }
  }
}

/** Everybody has something of everything, so that most of what is tried may be done. */
const FUNDED: Run = [ALPHA, BETA, DESK]
  .flatMap((one) =>
    [BINANCE, KRAKEN].flatMap((there) => [BTC, EUR, BNB].map((of) => at(there, one, of))),
  )
  .reduce<Run>(
    ({ ledger, events }, account, n) => {
      const more = unwrap(book(ledger, deposit(1000 + n, account, '5000'), null));
      return { ledger: withEvents(ledger, more), events: [...events, ...more] };
    },
    { ledger: EMPTY_LEDGER, events: [] },
  );

function run(operations: readonly Operation[], check?: (run: Run) => void): Run {
  let state: Run = FUNDED;
  operations.forEach((op, n) => {
    const decided = decide(state, op, n);
    if (!decided.ok) return;
    state = {
      ledger: withEvents(state.ledger, decided.value),
      events: [...state.events, ...decided.value],
    };
    check?.(state);
  });
  return state;
}

const operations = fc.array(operation, { maxLength: 60 });

function assertInvariants({ ledger }: Run): void {
  for (const total of sums(ledger).values()) expect(isZero(total)).toBe(true);
  for (const [, one] of mapEntries(ledger.holds)) {
    expect(equals(add(add(one.committed, one.released), openOf(one)), one.reserved)).toBe(true);
    if (!one.isOpen) expect(isZero(openOf(one))).toBe(true);
    expect(signOf(openOf(one)) >= 0).toBe(true);
  }
  const balances = new Map<string, Decimal>(mapEntries(ledger.balances));
  for (const [key, held] of mapEntries(ledger.held)) {
    expect(lessThan(balances.get(key) ?? fromUnits(0n, 0), held)).toBe(false);
  }
  for (const [key, balance] of balances) {
    if (/^(Client|House)\|/.test(key)) expect(signOf(balance)).toBe(1);
    if (/Shortfall\|/.test(key)) expect(signOf(balance)).toBe(-1);
  }
}

test('whatever is done in whatever order, each asset adds up to zero, no hold exceeds, nobody is below', () => {
  fc.assert(
    fc.property(operations, (list) => void run(list, assertInvariants)),
    { numRuns: 300 },
  );
});

/** Recomputed from the list of events with nothing but bigints. */
function twin(events: readonly LedgerEvent[]) {
  const balances = new Map<string, bigint>();
  const held = new Map<string, bigint>();
  const holds = new Map<string, { key: string; open: bigint; used: bigint }>();
  const units = (value: Decimal) => toUnits(value, 18);
  const bump = (map: Map<string, bigint>, key: string, by: bigint) => {
    const now = (map.get(key) ?? 0n) + by;
    if (now === 0n) map.delete(key);
    else map.set(key, now);
  };
  const move = (hold: string, open: bigint) => {
    const one = holds.get(hold);
    if (one === undefined) throw new Error('No such hold.');
    bump(held, one.key, open - one.open);
    one.open = open;
  };
  for (const event of events) {
    if (event.type === 'HoldReserved') {
      holds.set(event.hold, { key: accountKey(event.account), open: 0n, used: 0n });
      move(event.hold, units(event.amount));
    }
    if (event.type === 'HoldResized') {
      move(event.hold, units(event.reserved) - (holds.get(event.hold)?.used ?? 0n));
    }
    if (event.type === 'HoldReleased') move(event.hold, 0n);
    if (event.type !== 'EntryBooked') continue;
    for (const { account, amount: by } of event.entry.postings) {
      bump(balances, accountKey(account), units(by));
    }
    const one = event.commit === null ? undefined : holds.get(event.commit.hold);
    if (event.commit === null || one === undefined) continue;
    one.used += units(event.commit.amount);
    move(event.commit.hold, one.open - units(event.commit.amount));
  }
  return { balances, held };
}

const inUnits = (entries: readonly (readonly [string, Decimal])[]) =>
  new Map(entries.map(([key, value]) => [key, toUnits(value, 18)]));

test('agrees with the naive twin that adds up the list', () => {
  fc.assert(
    fc.property(operations, (list) => {
      const { ledger, events } = run(list);
      const { balances, held } = twin(events);
      expect(inUnits(mapEntries(ledger.balances))).toEqual(balances);
      expect(inUnits(mapEntries(ledger.held))).toEqual(held);
    }),
    { numRuns: 200 },
  );
});

test('the text of a ledger is read back to the same text', () => {
  fc.assert(
    fc.property(operations, (list) => {
      const text = ledgerText(run(list).ledger);
      expect(ledgerText(unwrap(readLedger(text)))).toBe(text);
    }),
  );
});

/** Every account and hold an event touches. */
function touched(event: LedgerEvent): readonly string[] {
  if (event.type === 'HoldReserved') return [event.hold, accountKey(event.account)];
  if (event.type !== 'EntryBooked') return [event.hold];
  const { entry, commit } = event;
  const keys = entry.postings
    .map(({ account }) => accountKey(account))
    // The outside has no bound, so that its order never matters.
    .filter((key) => !/^(Market|External|Fee)\|/.test(key));
  const reversed = entry.cause.kind === 'Reversal' ? [entry.cause.of] : [];
  return [...keys, ...reversed, entry.id, ...(commit === null ? [] : [commit.hold])];
}

function areApart(a: ReadonlySet<string> = new Set(), b: ReadonlySet<string> = new Set()) {
  return [...a].every((mark) => !b.has(mark));
}

test('events that touch nothing in common may come in either order, to the same bytes', () => {
  fc.assert(
    fc.property(operations, fc.array(fc.nat(), { maxLength: 200 }), (list, picks) => {
      const { ledger, events } = run(list);
      const account = new Map<string, string>();
      for (const event of events) {
        if (event.type === 'HoldReserved') account.set(event.hold, accountKey(event.account));
      }
      const marks = events.map((event) => {
        const keys = touched(event);
        return new Set([...keys, ...keys.flatMap((key) => account.get(key) ?? [])]);
      });
      const order = events.map((_, index) => index);
      for (const pick of picks) {
        const i = pick % Math.max(1, order.length - 1);
        const [a, b] = [order[i], order[i + 1]];
        if (a === undefined || b === undefined) continue;
        if (areApart(marks[a], marks[b])) order.splice(i, 2, b, a);
      }
      const other = order.reduce<Ledger>((state, index) => {
        const event = events[index];
        return event === undefined ? state : applyToLedger(state, event);
      }, EMPTY_LEDGER);
      expect(ledgerText(other)).toBe(ledgerText(ledger));
    }),
    { numRuns: 200 },
  );
});

test('an entry that was booked with a part of a hold is booked once, however often it is told', () => {
  fc.assert(
    fc.property(operations, (list) => {
      const { ledger, events } = run(list);
      const parts = events.filter(
        (event) => event.type === 'EntryBooked' && event.commit !== null,
      ) as readonly (LedgerEvent & { readonly type: 'EntryBooked' })[];
      for (const { entry, commit } of parts) {
        expect(bookFact(ledger, entry, commit)).toEqual({ ok: true, value: [] });
        expect(book(ledger, entry, commit)).toEqual({ ok: true, value: [] });
      }
    }),
  );
});

test('a fact is always booked, and with the venue’s figures', () => {
  const fact = operation.filter((op) => op.do === 'Trade');
  fc.assert(
    fc.property(operations, fact, (list, op) => {
      const state = run(list);
      if (op.do !== 'Trade') return;
      const decided = unwrap(decide(state, { ...op, isFact: true, hold: null }, 5000));
      const [entry] = entriesOf(decided);
      const after = twin([...state.events, ...decided]).balances;
      const before = twin(state.events).balances;
      const ours = (map: ReadonlyMap<string, bigint>, account: HolderAccount) =>
        (map.get(accountKey(account)) ?? 0n) +
        (map.get(accountKey(account).replace(/^(Client|House)/, '$1Shortfall')) ?? 0n);
      const base = at(op.place, op.holder, BTC);
      const moved = toUnits(op.qty, 18) * (op.side === 'Buy' ? 1n : -1n);
      expect(entry?.id).toBe(entryId(5000) as EntryId);
      expect(ours(after, base) - ours(before, base)).toBe(moved);
    }),
    { numRuns: 200 },
  );
});
