/** An engine whose inputs come from a test, checked after each of them. */
import {
  add,
  addMs,
  equals,
  fromEpochMs,
  invariant,
  isZero,
  mapEach,
  mapEntries,
  mapGet,
  type PersonId,
  signOf,
  subtract,
  sum,
  ZERO,
} from '../../../kernel/index.ts';
import { balanceOf, heldOf, isHolderAccount, openOf, sums } from '../../../ledger/index.ts';
import type { VenueAccountId } from '../../../market-data/index.ts';
import { positionOf } from '../../../portfolio/index.ts';
import {
  type ClOrdId,
  type EvidenceId,
  isEnded,
  type OrderEvent,
  type OrderReport,
  type OrderRequest,
  type OrderState,
  type VenueFill,
} from '../../../trading/index.ts';
import { apply } from '../apply.ts';
import type { ControlBody } from '../control.ts';
import type { Effect } from '../effect.ts';
import type { EngineEvent } from '../event.ts';
import type { InputBody, OrderWish, SendOutcome } from '../input.ts';
import { aCommand, aSlice, aWish, inputId } from '../sample-inputs.ts';
import {
  ALPHA_ACCOUNT,
  ANNA,
  APPROVAL,
  AT_BINANCE,
  AT_MS,
  anId,
  aWorld,
  BEN,
  BTC,
  BTC_USD,
  dec,
  holderAt,
  PLACES,
  px,
  qty,
  sampleDigest,
  USD,
} from '../samples.ts';
import type { EngineState } from '../state.ts';
import { step } from '../step.ts';

type EffectOf<Kind extends Effect['kind']> = Extract<Effect, { kind: Kind }>;

export class Rig {
  state: EngineState;
  events: EngineEvent[] = [];
  effects: Effect[] = [];
  ms = 0;
  #inputs = 0;
  #fills = 0;

  constructor(state: EngineState = aWorld()) {
    this.state = state;
  }

  /** One input at this moment; the invariants hold after it. */
  give(body: InputBody): readonly Effect[] {
    this.#inputs += 1;
    const at = fromEpochMs(AT_MS + this.ms);
    const moment = { at, ms: this.ms, market: aSlice(at) };
    const before = this.state;
    const input = { ...body, id: inputId(this.#inputs + 1000) };
    const stepped = step(before, input, moment, sampleDigest);
    this.state = stepped.state;
    this.events.push(...stepped.events);
    this.effects.push(...stepped.effects);
    check(before, this.state);
    return stepped.effects;
  }

  wait(ms: number): void {
    this.ms += ms;
    this.give({
      kind: 'Marked',
      instruments: [
        {
          instrument: BTC_USD,
          price: px('100'),
          volatility: dec('0.03'),
          dailyVolume: dec('100000'),
        },
      ],
      values: [
        { asset: BTC, value: dec('100') },
        { asset: USD, value: dec('1') },
      ],
    });
    this.give({ kind: 'TimeCame' });
  }

  /** The children that it was divided into, as they were submitted. */
  place(wish: Partial<OrderWish> = {}, person: PersonId = ANNA): readonly ClOrdId[] {
    const act = { act: 'PlaceOrder', wish: aWish(wish) } as const;
    const { id: _, ...body } = aCommand(this.#inputs, act, { person });
    return this.give(body).flatMap((effect) =>
      effect.kind === 'SubmitOrder' ? [effect.order.clOrdId] : [],
    );
  }

  sent(clOrdId: ClOrdId, outcome: SendOutcome, request: OrderRequest = 'New') {
    const evidence = anId<EvidenceId>(77_000 + this.#inputs);
    const [toWireMs, roundTripMs] = [1, 20];
    return this.give({ kind: 'Sent', request, clOrdId, outcome, evidence, toWireMs, roundTripMs });
  }

  accepted(clOrdId: ClOrdId, fills: readonly VenueFill[] = []): void {
    const { orderId } = this.fill(clOrdId, '1');
    this.sent(clOrdId, { kind: 'Accepted', orderId, report: null, fills });
  }

  at() {
    return fromEpochMs(AT_MS + this.ms);
  }

  /** An event of an order that something else than these handlers decides. */
  move(clOrdId: ClOrdId, event: OrderEvent): void {
    this.state = apply(this.state, { type: 'OrderMoved', clOrdId, event });
  }

  cancel(clOrdId: ClOrdId, person: PersonId = ANNA): void {
    const act = { act: 'CancelOrder', clOrdId } as const;
    const { id: _, ...command } = aCommand(this.#inputs, act, { person });
    this.give(command);
  }

  control(body: object): void {
    const entry = anId(88_000 + this.#inputs);
    const approvers = [ANNA, BEN];
    const sequence = this.state.controlSequence + 1;
    const whole = { entry, approval: APPROVAL, approvers, ...body } as unknown as ControlBody;
    this.give({ kind: 'Control', control: { sequence, at: this.at(), body: whole } });
  }

  order(clOrdId: string): OrderState {
    const found = mapGet(this.state.orders, clOrdId);
    invariant(found !== undefined, 'No such order.');
    return found.order;
  }

  parentOf(clOrdId: ClOrdId): OrderState {
    return this.order(this.order(clOrdId).placement.parentClOrdId ?? '');
  }

  account(clOrdId: ClOrdId): VenueAccountId {
    return mapGet(this.state.orders, clOrdId)?.venueAccount ?? AT_BINANCE;
  }

  fill(clOrdId: ClOrdId, lastQty: string, change: Partial<VenueFill> = {}): VenueFill {
    this.#fills += 1;
    const { instrument, side } = this.order(clOrdId).placement;
    return {
      execId: `exec-${this.#fills}`,
      orderId: `venue-${clOrdId.slice(-6)}`,
      clOrdId,
      instrument,
      side,
      lastQty: qty(lastQty),
      lastPx: px('100'),
      fee: { amount: dec('0.01'), asset: USD },
      isMaker: false,
      at: fromEpochMs(AT_MS + this.ms),
      ...change,
    };
  }

  report(clOrdId: ClOrdId, change: Partial<OrderReport> = {}): OrderReport {
    const { instrument, side, orderQty } = this.order(clOrdId).placement;
    return {
      orderId: `venue-${clOrdId.slice(-6)}`,
      clOrdId,
      instrument,
      side,
      ordStatus: 'New',
      orderQty,
      cumQty: ZERO,
      avgPx: null,
      at: null,
      text: null,
      ...change,
    };
  }

  filled(clOrdId: ClOrdId, lastQty: string, change: Partial<VenueFill> = {}): VenueFill {
    const fill = this.fill(clOrdId, lastQty, change);
    this.give({ kind: 'FillReported', venueAccount: this.account(clOrdId), fill });
    return fill;
  }

  reported(clOrdId: ClOrdId, change: Partial<OrderReport> = {}): void {
    const report = this.report(clOrdId, change);
    this.give({ kind: 'OrderReported', venueAccount: this.account(clOrdId), report });
  }

  answer(
    clOrdId: ClOrdId,
    request: OrderRequest,
    answer: Extract<InputBody, { kind: 'Answered' }>['answer'],
  ): readonly Effect[] {
    const askedMs = this.ms;
    return this.give({ kind: 'Answered', clOrdId, request, askedMs, answer, evidence: null });
  }

  /** What the venue has as we have it; a test changes some of it. */
  balances(venueAccount: VenueAccountId, change: Readonly<Record<string, string>> = {}) {
    const totals = new Map<string, ReturnType<typeof dec>>();
    mapEach(this.state.ledger.balances, (amount, key) => {
      const [kind = '', , asset = '', , place = ''] = key.split('|');
      const isOurs = !['Fee', 'Market', 'External'].includes(kind);
      if (place !== venueAccount || !isOurs) return;
      totals.set(asset, add(totals.get(asset) ?? ZERO, amount));
    });
    for (const [asset, more] of Object.entries(change)) {
      totals.set(asset, add(totals.get(asset) ?? ZERO, dec(more)));
    }
    return [...totals].map(([asset, total]) => ({ asset: asset as typeof BTC, total, held: ZERO }));
  }

  snapshot(
    venueAccount: VenueAccountId,
    change: Partial<Extract<InputBody, { kind: 'SnapshotTaken' }>['snapshot']> = {},
    why: Extract<InputBody, { kind: 'SnapshotTaken' }>['why'] = 'Timer',
  ): void {
    this.give({
      kind: 'SnapshotTaken',
      venueAccount,
      why,
      snapshot: {
        openOrders: [],
        closedOrders: [],
        fills: [],
        balances: this.balances(venueAccount),
        since: addMs(fromEpochMs(AT_MS + this.ms), -60_000),
        ...change,
      },
    });
  }

  told<Kind extends Effect['kind']>(kind: Kind): readonly EffectOf<Kind>[] {
    return this.effects.filter((effect): effect is EffectOf<Kind> => effect.kind === kind);
  }

  alerts(): readonly string[] {
    return this.told('Alert').map(({ code }) => code);
  }

  breaks() {
    return mapEntries(this.state.breaks).map(([, found]) => found);
  }

  /** How its venue proves that something never arrived. */
  traits(
    replace: 'InPlace' | 'CancelReplace' | 'None' = 'CancelReplace',
    absence = { acceptanceMs: 5_000, marginMs: 1_000, isResendSafe: false },
  ): this {
    for (const venueAccount of PLACES) {
      this.give({
        kind: 'VenueTraitsTold',
        venueAccount,
        traits: { replace, absence, deadManSeconds: null },
      });
    }
    return this;
  }
}

/** I3 to I6, and the ledger's own. */
function check(before: EngineState, after: EngineState): void {
  for (const [asset, total] of sums(after.ledger)) {
    invariant(isZero(total), `${asset} does not add up: ${String(total)}`);
  }
  checkHolds(after);
  mapEach(after.orders, ({ order, venueAccount }, id) => {
    const was = mapGet(before.orders, id)?.order;
    if (was !== undefined) checkStep(was, order);
    invariant(
      equals(order.cumQty, venueAccount === null ? order.cumQty : sumOf(order)),
      'An order has traded what its fills say.',
    );
    const execIds = order.fills.map(({ execId }) => execId);
    invariant(new Set(execIds).size === execIds.length, 'A trade was booked twice.');
  });
  checkPositions(after);
}

const sumOf = ({ fills }: OrderState) => sum(fills.map(({ lastQty }) => lastQty));

function checkStep(was: OrderState, is: OrderState): void {
  invariant(signOf(subtract(is.cumQty, was.cumQty)) >= 0, 'What was traded stays traded.');
  const isLate = is.ordStatus === 'Filled';
  if (isEnded(was.ordStatus) && !isLate)
    invariant(is.ordStatus === was.ordStatus, 'I6: an end stays.');
}

/** What is held is what open holds say; an order that may trade, or is in doubt, keeps its hold. */
function checkHolds({ ledger, orders }: EngineState): void {
  const open = new Map<string, ReturnType<typeof dec>>();
  for (const [, hold] of mapEntries(ledger.holds)) {
    const { account } = hold;
    const key = JSON.stringify(account);
    open.set(key, add(open.get(key) ?? ZERO, openOf(hold)));
  }
  for (const [key, amount] of open) {
    const account = JSON.parse(key);
    if (!isHolderAccount(account)) continue;
    invariant(equals(heldOf(ledger, account), amount), 'What is held is what holds say.');
    invariant(signOf(subtract(balanceOf(ledger, account), amount)) >= 0, 'No more than there is.');
  }
  mapEach(orders, ({ order, holds }) => {
    for (const id of holds) {
      const hold = mapGet(ledger.holds, id);
      if (!isEnded(order.ordStatus)) invariant(hold?.isOpen === true, 'I3: it keeps its hold.');
    }
  });
}

const STARTED_WITH = 1_000;

/** What was bought and sold is what the ledger has more and less of it than it began with. */
function checkPositions(state: EngineState): void {
  const position = positionOf(state.positions, ALPHA_ACCOUNT, BTC_USD)?.quantity ?? ZERO;
  const held = sum(
    PLACES.map((place) => balanceOf(state.ledger, holderAt(ALPHA_ACCOUNT, BTC, place))),
  );
  const lacks = sum(
    PLACES.map((place) =>
      balanceOf(state.ledger, {
        kind: 'ClientShortfall',
        account: ALPHA_ACCOUNT,
        asset: BTC,
        place: { kind: 'Venue', id: place },
      }),
    ),
  );
  const change = subtract(add(held, lacks), dec(String(STARTED_WITH * PLACES.length)));
  invariant(equals(position, change), `I5: ${String(position)} against ${String(change)}`);
}
