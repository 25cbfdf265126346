/**
 * Records of the journal as text, and back. An event is written beside what it was judged by, so its
 * text says none of that again: the routing receipt's snapshot stands without the books, which are the
 * record's market, checks stand as short text, and what an event repeats of its input points there.
 * What can't be written so stands in full.
 */
import { err, ok, type Result } from '../../kernel/index.ts';
import { armedBreaker, type RiskDecision } from '../../risk/index.ts';
import { type Check, type RoutingReceipt, readCheckTexts, withBooks } from '../../trading/index.ts';
import { decode, encode, type NotReadable, readable, read as readJson } from './codec.ts';
import type { EngineEvent, OrderDecision } from './event.ts';
import { JOURNAL_VERSION, type JournalRecord } from './journal.ts';
import { booksOf, type MarketSlice } from './market.ts';
import { shortDecision } from './short-decision.ts';

/** Many orders are decided by one slice, which never changes: it is written once. */
const MARKETS = new WeakMap<MarketSlice, string>();

function marketText(market: MarketSlice): string {
  const known = MARKETS.get(market);
  if (known !== undefined) return known;
  const text = encode(market);
  MARKETS.set(market, text);
  return text;
}

/** What `readRecord` reads. */
export function recordText({ events, market, ...frame }: JournalRecord): string {
  const head = encode(frame).slice(0, -1);
  let list = '';
  for (const event of events) {
    const shown = event.type === 'OrderDecided' ? shortened(event, market) : event;
    list += (list === '' ? '' : ',') + encode(pointed(shown, event.type, frame.input));
  }
  return `${head},"market":${market === null ? 'null' : marketText(market)},"events":[${list}]}`;
}

/** Events that say their input again. */
const REPEATING: ReadonlySet<EngineEvent['type']> = new Set<EngineEvent['type']>([
  'Marked',
  'ControlTaken',
  'ControlRefused',
  'FillBooked',
  'FeesTold',
  'VenueTraitsTold',
]);

type Members = Readonly<Record<string, unknown>>;

/** `{"^": name}` stands for what the input's member of that name is. */
function pointed(event: unknown, type: EngineEvent['type'], input: JournalRecord['input']) {
  if (!REPEATING.has(type)) return event;
  const members = input as unknown as Members;
  const shown: Record<string, unknown> = { ...(event as Members) };
  for (const [name, member] of Object.entries(shown)) {
    const isRepeated = typeof member === 'object' && member !== null && members[name] === member;
    if (isRepeated) shown[name] = { '^': name };
  }
  return shown;
}

/** The event with what its input says in the places that point there. */
function unpointed(event: EngineEvent, input: JournalRecord['input']): EngineEvent | null {
  if (!REPEATING.has(event.type)) return event;
  const whole: Record<string, unknown> = { ...event };
  for (const [name, member] of Object.entries(whole)) {
    if (typeof member !== 'object' || member === null || !('^' in member)) continue;
    const said = (input as unknown as Members)[String(member['^'])];
    if (said === undefined) return null;
    whole[name] = said;
  }
  return whole as unknown as EngineEvent;
}

function shortened(
  event: Extract<EngineEvent, { readonly type: 'OrderDecided' }>,
  market: MarketSlice | null,
): unknown {
  const { decision } = event;
  const { receipt } = decision;
  const { checks, snapshot } = shortDecision(decision, market);
  const decisions =
    checks === null
      ? decision.decisions
      : decision.decisions.map((one, n) => ({ ...one, checks: checks[n] }));
  const kept = snapshot === null ? receipt : { ...receipt, snapshot };
  return { ...event, decision: { ...decision, decisions, receipt: kept } };
}

interface ShortDecision extends Omit<OrderDecision, 'decisions' | 'receipt'> {
  readonly decisions: readonly (Omit<RiskDecision, 'checks'> & {
    readonly checks: string | readonly Check[];
  })[];
  readonly receipt:
    | (Omit<RoutingReceipt, 'snapshot'> & { readonly snapshot: string | readonly string[] })
    | null;
}

/** Null where what was shortened is not of this market, or no text of checks. */
function lengthened(short: ShortDecision, books: ReturnType<typeof booksOf>): OrderDecision | null {
  const texts = short.decisions.flatMap(({ checks }) =>
    typeof checks === 'string' ? [checks] : [],
  );
  const lists = texts.length > 0 ? readCheckTexts(texts) : [];
  const decisions = short.decisions.flatMap((one, n): RiskDecision[] => {
    const checks = typeof one.checks === 'string' ? lists?.[n] : one.checks;
    return checks === undefined ? [] : [{ ...one, checks }];
  });
  const receipt = short.receipt === null ? null : withSnapshot(short.receipt, books);
  if (decisions.length < short.decisions.length || receipt === undefined) return null;
  return { ...short, decisions, receipt };
}

function withSnapshot(
  receipt: NonNullable<ShortDecision['receipt']>,
  books: ReturnType<typeof booksOf>,
): RoutingReceipt | undefined {
  const { snapshot } = receipt;
  const text = typeof snapshot === 'string' ? snapshot : withBooks(snapshot, books);
  return text === null ? undefined : { ...receipt, snapshot: text };
}

export type RecordRefusal =
  | NotReadable
  /** Of a newer program, or of none. */
  | { readonly code: 'OtherVersion'; readonly version: unknown };

/** An event as an older version had it: what an upcaster looks at, and everything else. */
interface OlderEvent {
  readonly type: string;
  readonly placement?: { readonly clOrdId: string };
  readonly reading?: { readonly atMs: number };
}
interface OlderRecord {
  readonly version: number;
  readonly sequence: number;
  readonly events: readonly OlderEvent[];
}
type Upcaster = (record: OlderRecord) => OlderRecord;

/** Before a child's holds and a breaker's state stood in their events. */
const withHoldsAndBreakers: Upcaster = (record) => ({
  ...record,
  events: record.events.map((event) => {
    const { type, placement, reading } = event;
    if (type === 'ChildPlaced') return { ...event, holds: [placement?.clOrdId] };
    return type === 'BreakerRead' ? { ...event, state: armedBreaker(reading?.atMs ?? 0) } : event;
  }),
});

/** Before decisions were shortened: they are read as they stand. */
const asItStands: Upcaster = (record) => record;

/** From each older version to the next; none is ever taken away. */
const UPCASTERS: readonly Upcaster[] = [withHoldsAndBreakers, asItStands];
/** The first whose decisions are shortened. */
const SHORT_SINCE = 2;

/** A record as it was kept, in the shape of now. */
export function readRecord(text: string): Result<JournalRecord, RecordRefusal> {
  const read = decode(text);
  if (!read.ok) return read;
  const record: unknown = read.value;
  if (!isRecord(record)) return err({ code: 'NotReadable', why: 'No record of a journal.' });
  const { version } = record;
  if (!Number.isSafeInteger(version) || version < 0 || version > JOURNAL_VERSION) {
    return err({ code: 'OtherVersion', version });
  }
  const now = UPCASTERS.slice(version).reduce((older, upcast) => upcast(older), record);
  const whole = { ...now, version: JOURNAL_VERSION } as unknown as JournalRecord;
  return version < SHORT_SINCE ? ok(whole) : inFull(whole);
}

/** What a fold reads of a record. Of an `OrderDecided` the decision is not what it says it is. */
export type FoldedRecord = Pick<JournalRecord, 'sequence' | 'events'>;

/**
 * The same for a fold alone, in a part of the time: the market, the input and what was weighed before an
 * order was placed are most of a record, and change nothing of the state.
 */
export function readToFold(text: string): Result<FoldedRecord, RecordRefusal> {
  const parsed = readable(() => JSON.parse(text) as unknown);
  if (!parsed.ok) return parsed;
  const record = parsed.value;
  // What older programs wrote is read by their rules.
  if (!isRecord(record) || record.version !== JOURNAL_VERSION) return readRecord(text);
  const { input, sequence } = record as unknown as JournalRecord;
  const shown = readable(() => record.events.map(folded));
  if (!shown.ok) return shown;
  const isPointing = shown.value.some(({ type }) => REPEATING.has(type));
  const said = isPointing ? readable(() => readJson(input) as typeof input) : ok(input);
  if (!said.ok) return said;
  const events: EngineEvent[] = [];
  for (const event of shown.value) {
    const whole = unpointed(event, said.value);
    if (whole === null)
      return err({ code: 'NotReadable', why: `Not of its record: ${event.type}` });
    events.push(whole);
  }
  return ok({ sequence, events });
}

function folded(event: OlderEvent): EngineEvent {
  if (event.type !== 'OrderDecided') return readJson(event) as EngineEvent;
  const { decision, ...rest } = event as OlderEvent & { readonly decision?: unknown };
  return { ...(readJson(rest) as object), decision } as EngineEvent;
}

function inFull(record: JournalRecord): Result<JournalRecord, RecordRefusal> {
  const books = booksOf(record.market);
  const events: EngineEvent[] = [];
  for (const event of record.events) {
    const whole =
      event.type === 'OrderDecided' ? decidedIn(event, books) : unpointed(event, record.input);
    if (whole === null)
      return err({ code: 'NotReadable', why: `Not of its record: ${event.type}` });
    events.push(whole);
  }
  return ok({ ...record, events });
}

function decidedIn(
  event: Extract<EngineEvent, { readonly type: 'OrderDecided' }>,
  books: ReturnType<typeof booksOf>,
): EngineEvent | null {
  const decision = lengthened(event.decision as ShortDecision, books);
  return decision === null ? null : { ...event, decision };
}

/** The frame; what is in it was written by us, and the journal's chain proves that it still is. */
function isRecord(value: unknown): value is OlderRecord {
  if (typeof value !== 'object' || value === null) return false;
  const frame: Partial<Record<keyof JournalRecord, unknown>> = value;
  return (
    typeof frame.version === 'number' &&
    Number.isSafeInteger(frame.sequence) &&
    Number.isSafeInteger(frame.epoch) &&
    typeof frame.at === 'string' &&
    typeof frame.ms === 'number' &&
    typeof frame.input === 'object' &&
    Array.isArray(frame.events)
  );
}
