/**
 * A firm's life as a test tells it, from its first control input on: inputs go in, and three venues made
 * here answer what comes out, as well or as badly as the teller chooses. Everything is journaled.
 */
import {
  type AccountId,
  add,
  type Digest,
  fromEpochMs,
  type IdempotencyKey,
  mapEach,
  mapGet,
  multiply,
  type PersonId,
  type Quantity,
  roundTo,
  subtract,
  toQuantity,
  unwrap,
  ZERO,
} from '../../../kernel/index.ts';
import type { EntryId } from '../../../ledger/index.ts';
import type { VenueAccountId } from '../../../market-data/index.ts';
import {
  type ClOrdId,
  type EvidenceId,
  isEnded,
  type OrderReport,
  type VenueFill,
} from '../../../trading/index.ts';
import type { ControlBody } from '../control.ts';
import type { Effect } from '../effect.ts';
import type { CommandAct, Input, InputBody, OrderWish, SendOutcome } from '../input.ts';
import { JOURNAL_VERSION, type JournalRecord } from '../journal.ts';
import { aCommand, aSlice, aWish, inputId } from '../sample-inputs.ts';
import {
  ALPHA_ACCOUNT,
  APPROVAL,
  AT_MS,
  anId,
  BETA_ACCOUNT,
  BTC,
  BTC_USD,
  CONTROLS,
  dec,
  PLACES,
  px,
  USD,
} from '../samples.ts';
import { EMPTY_STATE, type EngineState } from '../state.ts';
import { stepLean } from '../step-lean.ts';

type EffectOf<Kind extends Effect['kind']> = Extract<Effect, { readonly kind: Kind }>;

/** Inputs that the shell brings the market of their instrument with. */
const MARKETS: ReadonlySet<InputBody['kind']> = new Set([
  ...(['Command', 'Watched', 'TimeCame', 'Sent', 'FillReported'] as const),
]);

/** How a venue takes a new order. */
export const TAKINGS = [
  'Rests',
  'FillsPart',
  'FillsAll',
  'Rejects',
  'NotSent',
  'LostButThere',
  'LostAndGone',
  'Refuses',
] as const;
type Taking = (typeof TAKINGS)[number];

interface AtVenue {
  readonly clOrdId: ClOrdId;
  readonly orderId: string;
  readonly venueAccount: VenueAccountId;
  readonly order: Pick<VenueFill, 'instrument' | 'side'> & { readonly orderQty: Quantity };
  fills: readonly VenueFill[];
  status: OrderReport['ordStatus'];
}

export class Story {
  state: EngineState = EMPTY_STATE;
  ms = 0;
  readonly records: JournalRecord[] = [];
  /** What the engine asked for and nobody has done yet. */
  readonly pending: Effect[] = [];
  readonly venue = new Map<string, AtVenue>();
  readonly #digest: Digest;
  #controls = 0;
  #fills = 0;

  constructor(digest: Digest) {
    this.#digest = digest;
  }

  at(ms = this.ms) {
    return fromEpochMs(AT_MS + ms);
  }

  give(body: InputBody, afterMs = 1): JournalRecord {
    this.ms += afterMs;
    const sequence = this.records.length + 1;
    const at = this.at();
    const input: Input = { ...body, id: inputId(sequence) };
    const market = MARKETS.has(body.kind) ? aSlice(at) : null;
    const before = this.state;
    const moment = { at, ms: this.ms, market };
    const { state, events, effects, ...judged } = stepLean(before, input, moment, this.#digest);
    const frame = { sequence, epoch: 1, at, ms: this.ms, version: JOURNAL_VERSION };
    const record: JournalRecord = { ...frame, input, market: judged.market, events };
    this.state = state;
    this.records.push(record);
    this.pending.push(...effects);
    return record;
  }

  control(body: object): void {
    this.#controls += 1;
    const control = { sequence: this.#controls, at: this.at(), body: body as ControlBody };
    this.give({ kind: 'Control', control });
  }

  command(act: CommandAct, person: PersonId): void {
    const n = this.records.length + 1;
    const idempotencyKey = anId<IdempotencyKey>(800_000 + n, AT_MS + this.ms);
    const { id: _, ...body } = aCommand(n, act, { person, idempotencyKey });
    this.give(body);
  }

  place(wish: Partial<OrderWish>, person: PersonId): void {
    this.command({ act: 'PlaceOrder', wish: aWish(wish) }, person);
  }

  /** Up to the moment at which two clients may trade at three venues. */
  begin(): void {
    this.give({ kind: 'Started', run: anId(41), epoch: 1 });
    for (const body of CONTROLS) this.control(body);
    for (const account of [ALPHA_ACCOUNT, BETA_ACCOUNT]) {
      for (const venueAccount of PLACES) {
        this.deposit(account, venueAccount, USD, '1000000');
        this.deposit(account, venueAccount, BTC, '1000');
      }
    }
    PLACES.forEach((venueAccount, n) => {
      const rates = [{ instrument: BTC_USD, maker: dec('0.001'), taker: dec('0.002') }];
      const absence = { acceptanceMs: 5000, marginMs: 1000, isResendSafe: n === 0 };
      const replace = (['CancelReplace', 'InPlace', 'None'] as const)[n] ?? 'None';
      const traits = { replace, absence, deadManSeconds: n === 1 ? null : 60 };
      this.give({ kind: 'VenueTraitsTold', venueAccount, traits });
      this.give({ kind: 'FeesTold', venueAccount, rates });
      this.give({ kind: 'VenueStateTold', venueAccount, state: 'UP' });
      this.give({
        kind: 'SnapshotTaken',
        venueAccount,
        why: 'Start',
        snapshot: this.snapshotOf(venueAccount),
      });
    });
    this.mark('100');
  }

  deposit(account: AccountId, venueAccount: VenueAccountId, asset: string, amount: string): void {
    const n = this.records.length;
    this.control({
      kind: 'DepositRecorded',
      entry: anId<EntryId>(0x5_0000 + n),
      account,
      venueAccount,
      money: { asset, amount: dec(amount) },
      reference: `deposit-${n}`,
      cost: asset === 'BTC' ? { instrument: BTC_USD, price: dec('100') } : null,
      approval: APPROVAL,
    });
  }

  mark(price: string, afterMs = 1000): void {
    const [volatility, dailyVolume] = [dec('0.03'), dec('100000')];
    this.give(
      {
        kind: 'Marked',
        instruments: [{ instrument: BTC_USD, price: px(price), volatility, dailyVolume }],
        values: [
          { asset: BTC, value: dec(price) },
          { asset: USD, value: dec('1') },
        ],
      },
      afterMs,
    );
  }

  // ---------------------------------------------------------------- the venues' side

  /** Does the oldest of what is pending; false when there is nothing. */
  next(how: Taking = 'Rests'): boolean {
    const effect = this.pending.shift();
    if (effect === undefined) return false;
    switch (effect.kind) {
      case 'SubmitOrder':
      case 'ResendOrder':
        this.#take(effect, how);
        return true;
      case 'CancelOrder':
        this.#cancel(effect, how);
        return true;
      case 'AskVenue':
        this.#answer(effect, how);
        return true;
      case 'TakeSnapshot': {
        const { venueAccount, why } = effect;
        const snapshot = this.snapshotOf(venueAccount);
        this.give({ kind: 'SnapshotTaken', venueAccount, why, snapshot });
        return true;
      }
      default:
        return true;
    }
  }

  drain(how: Taking = 'Rests'): void {
    for (let n = 0; n < 200 && this.next(how); n += 1);
  }

  #sent(clOrdId: ClOrdId, request: 'New' | 'Cancel', outcome: SendOutcome): void {
    const evidence = anId<EvidenceId>(77_000 + this.records.length);
    const [toWireMs, roundTripMs] = [1, 20];
    this.give({ kind: 'Sent', request, clOrdId, outcome, evidence, toWireMs, roundTripMs });
  }

  #take(effect: EffectOf<'SubmitOrder'> | EffectOf<'ResendOrder'>, how: Taking): void {
    const { order, venueAccount } = effect;
    const { clOrdId } = order;
    if (how === 'NotSent') {
      this.#sent(clOrdId, 'New', { kind: 'NotSent', code: 'Closed', detail: 'No line.' });
      return;
    }
    if (how === 'Refuses') {
      this.#sent(clOrdId, 'New', { kind: 'Refused', retryAfterMs: 1000 });
      return;
    }
    if (how === 'Rejects') {
      const words = { reason: 'Other', code: '-2010', text: 'Account has insufficient balance.' };
      this.#sent(clOrdId, 'New', { kind: 'RejectedProven', ...words });
      return;
    }
    if (how !== 'LostAndGone' && !this.venue.has(clOrdId)) {
      const orderId = `venue-${this.venue.size + 1}`;
      const there = { clOrdId, orderId, venueAccount, order, fills: [], status: 'New' as const };
      this.venue.set(clOrdId, there);
    }
    if (how === 'LostButThere' || how === 'LostAndGone') {
      this.#sent(clOrdId, 'New', { kind: 'Unconfirmed', detail: 'No answer in time.' });
      return;
    }
    const share = how === 'FillsAll' ? '1' : how === 'FillsPart' ? '0.5' : null;
    const fill = share === null ? null : this.trade(clOrdId, share);
    const orderId = this.venue.get(clOrdId)?.orderId ?? null;
    const fills = fill === null ? [] : [fill];
    this.#sent(clOrdId, 'New', { kind: 'Accepted', orderId, report: null, fills });
  }

  #cancel({ order }: EffectOf<'CancelOrder'>, how: Taking): void {
    const there = this.venue.get(order.clOrdId);
    if (how === 'LostButThere' || how === 'LostAndGone' || there === undefined) {
      this.#sent(order.clOrdId, 'Cancel', { kind: 'Unconfirmed', detail: 'No answer in time.' });
      return;
    }
    if (there.status !== 'Filled') there.status = 'Canceled';
    const report = this.reportOf(there);
    const { orderId } = there;
    this.#sent(order.clOrdId, 'Cancel', { kind: 'Accepted', orderId, report, fills: [] });
  }

  #answer(effect: EffectOf<'AskVenue'>, how: Taking): void {
    const { order, question, request, venueAccount } = effect;
    const there = this.venue.get(order.clOrdId);
    const told = {
      Order: { question: 'Order', report: there === undefined ? null : this.reportOf(there) },
      Fills: { question: 'Fills', fills: there?.fills ?? [] },
      Balances: { question: 'Balances', balances: this.balancesOf(venueAccount) },
    } as const;
    const answer = how === 'NotSent' ? null : told[question];
    const { clOrdId } = order;
    this.give({ kind: 'Answered', clOrdId, request, askedMs: this.ms, answer, evidence: null }, 50);
  }

  /** So much of what is left of it trades at the venue; told by nobody yet. */
  trade(clOrdId: string, share: string, price = '100'): VenueFill | null {
    const there = this.venue.get(clOrdId);
    if (there === undefined || isEnded(there.status as 'New')) return null;
    const left = subtract(there.order.orderQty, this.#cumOf(there));
    const lastQty = unwrap(toQuantity(roundTo(multiply(left, dec(share)), 3, 'Up')));
    this.#fills += 1;
    const fill: VenueFill = {
      execId: `exec-${this.#fills}`,
      orderId: there.orderId,
      clOrdId: there.clOrdId,
      instrument: there.order.instrument,
      side: there.order.side,
      lastQty,
      lastPx: px(price),
      fee: { amount: dec('0.01'), asset: USD },
      isMaker: false,
      at: this.at(),
    };
    there.fills = [...there.fills, fill];
    there.status = share === '1' ? 'Filled' : 'PartiallyFilled';
    return fill;
  }

  fill(clOrdId: string, share: string, price?: string): void {
    const fill = this.trade(clOrdId, share, price);
    const venueAccount = this.venue.get(clOrdId)?.venueAccount;
    if (fill === null || venueAccount === undefined) return;
    this.give({ kind: 'FillReported', venueAccount, fill });
  }

  #cumOf({ fills }: AtVenue) {
    return fills.reduce((all, { lastQty }) => add(all, lastQty), ZERO);
  }

  reportOf(there: AtVenue): OrderReport {
    const { orderId, clOrdId, status: ordStatus, order } = there;
    const { instrument, side, orderQty } = order;
    const cumQty = this.#cumOf(there);
    const about = { orderId, clOrdId, instrument, side, ordStatus, orderQty, cumQty };
    return { ...about, avgPx: null, at: this.at(), text: null };
  }

  /** What the venue has is what we have there: a story about breaks says something else. */
  balancesOf(venueAccount: VenueAccountId) {
    const totals = new Map<string, ReturnType<typeof dec>>();
    mapEach(this.state.ledger.balances, (amount, key) => {
      const [kind = '', , asset = '', , place = ''] = key.split('|');
      if (place !== venueAccount || ['Fee', 'Market', 'External'].includes(kind)) return;
      totals.set(asset, add(totals.get(asset) ?? ZERO, amount));
    });
    const sorted = [...totals].sort(([a], [b]) => (a < b ? -1 : 1));
    return sorted.map(([asset, total]) => ({ asset: asset as typeof BTC, total, held: ZERO }));
  }

  snapshotOf(venueAccount: VenueAccountId) {
    const here = [...this.venue.values()].filter((there) => there.venueAccount === venueAccount);
    const isOpen = ({ status }: AtVenue) => !isEnded(status as 'New');
    return {
      openOrders: here.filter(isOpen).map((there) => this.reportOf(there)),
      closedOrders: here.filter((there) => !isOpen(there)).map((there) => this.reportOf(there)),
      fills: here.flatMap(({ fills }) => fills),
      balances: this.balancesOf(venueAccount),
      since: fromEpochMs(AT_MS),
    };
  }

  /** Parents that may still trade, oldest first. */
  parents(): readonly ClOrdId[] {
    return this.#orders('Parent');
  }

  children(): readonly ClOrdId[] {
    return this.#orders('Child');
  }

  #orders(level: 'Parent' | 'Child'): readonly ClOrdId[] {
    const found: ClOrdId[] = [];
    mapEach(this.state.orders, ({ order }) => {
      const isHere = order.placement.level === level && !isEnded(order.ordStatus);
      if (isHere) found.push(order.placement.clOrdId);
    });
    return found.sort();
  }

  order(clOrdId: string) {
    return mapGet(this.state.orders, clOrdId)?.order;
  }
}
