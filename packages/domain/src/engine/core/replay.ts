/**
 * Both replays. Folding the journal's events gives the state, byte for byte; deciding a recorded input
 * again, in the state before it and by its recorded market, gives the recorded events.
 */
import { type Digest, err, ok, type Result } from '../../kernel/index.ts';
import { armedBreaker } from '../../risk/index.ts';
import { apply } from './apply.ts';
import { decode, encode, encodeSorted, type NotReadable } from './codec.ts';
import { JOURNAL_VERSION, type JournalRecord } from './journal.ts';
import type { MarketSlice } from './market.ts';
import type { Folded } from './snapshot.ts';
import { EMPTY_STATE, type EngineState } from './state.ts';
import { step } from './step.ts';

export const NOTHING_FOLDED: Folded = { state: EMPTY_STATE, sequence: 0 };

export interface FoldRefusal {
  readonly code: 'Gap';
  readonly expected: number;
  readonly actual: number;
}

/** What the records make of a state. One that is missing is never passed over. */
export function fold(
  records: Iterable<JournalRecord>,
  from: Folded = NOTHING_FOLDED,
): Result<Folded, FoldRefusal> {
  let { state, sequence } = from;
  for (const record of records) {
    const expected = sequence + 1;
    if (record.sequence !== expected) {
      return err({ code: 'Gap', expected, actual: record.sequence });
    }
    state = record.events.reduce(apply, state);
    sequence = expected;
  }
  return ok({ state, sequence });
}

// ------------------------------------------------------------------ records as text

/** Many orders are decided by one slice, which never changes: it is written once. */
const MARKETS = new WeakMap<MarketSlice, string>();

function marketText(market: MarketSlice): string {
  const known = MARKETS.get(market);
  if (known !== undefined) return known;
  const text = encode(market);
  MARKETS.set(market, text);
  return text;
}

/** As `encode` writes it. */
export function recordText(record: JournalRecord): string {
  const { market } = record;
  if (market === null) return encode(record);
  const members: string[] = [];
  for (const [name, member] of Object.entries(record)) {
    if (member === undefined) continue;
    members.push(`"${name}":${name === 'market' ? marketText(market) : encode(member)}`);
  }
  return `{${members.join(',')}}`;
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

/** From each older version to the next; none is ever taken away. */
const UPCASTERS: readonly Upcaster[] = [withHoldsAndBreakers];

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
  return ok({ ...now, version: JOURNAL_VERSION } as unknown as JournalRecord);
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

// ------------------------------------------------------------------ decisions

export type Replayed =
  | { readonly kind: 'Same' }
  /** The first event that is another, from 0: as text, null where there is none. */
  | {
      readonly kind: 'Differs';
      readonly at: number;
      readonly recorded: string | null;
      readonly made: string | null;
    };

/** Decides the record's input again, in the state before it. `digest` is SHA-256, as it was then. */
export function replayDecision(
  before: EngineState,
  record: JournalRecord,
  digest: Digest,
): Replayed {
  const { input, at, ms, market } = record;
  const made = step(before, input, { at, ms, market }, digest).events;
  const most = Math.max(made.length, record.events.length);
  for (let n = 0; n < most; n += 1) {
    const [was, is] = [textOf(record.events[n]), textOf(made[n])];
    if (was !== is) return { kind: 'Differs', at: n, recorded: was, made: is };
  }
  return { kind: 'Same' };
}

const textOf = (event: JournalRecord['events'][number] | undefined): string | null =>
  event === undefined ? null : encodeSorted(event);
