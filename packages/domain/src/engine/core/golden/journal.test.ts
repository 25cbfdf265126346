/**
 * The golden journal: a story with something of everything, as it was kept. What is read of it here is
 * read of every firm's journal. Where decisions are meant to change, `npx vitest run -u` on this file
 * keeps the new ones, and the difference of the files says which.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { toHex } from '../../../audit/index.ts';
import { armedBreaker } from '../../../risk/index.ts';
import type { OrderEvent } from '../../../trading/index.ts';
import { encode } from '../codec.ts';
import type { EngineEvent } from '../event.ts';
import { JOURNAL_VERSION, type JournalRecord } from '../journal.ts';
import { readRecord, recordText } from '../record-text.ts';
import { fold, replayDecision } from '../replay.ts';
import { partsHash, readSnapshot, snapshotParts, stateHash } from '../snapshot.ts';
import { EMPTY_STATE, type EngineState } from '../state.ts';
import { tellGolden } from './tell.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

const linesOf = (name: string): readonly string[] =>
  readFileSync(new URL(name, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');

function recordOf(line: string): JournalRecord {
  const read = readRecord(line);
  if (!read.ok) throw new Error(read.error.code);
  return read.value;
}

function foldOf(records: readonly JournalRecord[], ...from: Parameters<typeof fold>[1][]) {
  const folded = fold(records, ...from);
  if (!folded.ok) throw new Error(folded.error.code);
  return folded.value;
}

const EVENTS: readonly EngineEvent['type'][] = [
  ...(['RunStarted', 'ControlTaken', 'CommandTaken', 'Marked', 'DayRolled'] as const),
  ...(['FeesTold', 'VenueStateTold', 'VenueTraitsTold'] as const),
  ...(['VenueAccountReconciling', 'VenueAccountReconciled'] as const),
  ...(['OrderDecided', 'AllocationSealed', 'ParentPlaced', 'ChildPlaced', 'OrderMoved'] as const),
  ...(['FillBooked', 'FillAllocated', 'LedgerMoved', 'PositionFilled', 'MarkoutTaken'] as const),
  ...(['BlockCorrected'] as const),
  ...(['ConfirmingStarted', 'ConfirmingHeard', 'ConfirmingEnded'] as const),
  ...(['TradingStateSet', 'BreakerRead', 'AgendaSet', 'AgendaDone', 'OrderEvicted'] as const),
];

const MOVES: readonly OrderEvent['kind'][] = [
  ...(['Accepted', 'Triggered', 'Filled', 'CancelAsked', 'Canceled'] as const),
  ...(['ReplaceAsked', 'Replaced', 'Rejected', 'Unconfirmed'] as const),
];

const told = () => tellGolden(sha256);

test('the story told now is the one that was kept, byte for byte', async () => {
  const { records, state } = told();
  await expect(`${records.map(recordText).join('\n')}\n`).toMatchFileSnapshot('journal-v2.jsonl');
  await expect(`${toHex(stateHash(state, sha256))}\n`).toMatchFileSnapshot('journal-v2.hash');
});

describe('the golden journal', () => {
  const lines = linesOf('journal-v2.jsonl');
  const records = lines.map(recordOf);
  const states: EngineState[] = [EMPTY_STATE];
  for (const [n, record] of records.entries()) {
    const state = states[n] ?? EMPTY_STATE;
    states.push(foldOf([record], { state, sequence: record.sequence - 1 }).state);
  }

  it('has something of everything', () => {
    const events = records.flatMap((record) => record.events);
    const types = new Set(events.map(({ type }) => type));
    const moves = new Set(
      events.flatMap((event) => (event.type === 'OrderMoved' ? [event.event.kind] : [])),
    );
    expect(EVENTS.filter((type) => !types.has(type))).toEqual([]);
    expect(MOVES.filter((kind) => !moves.has(kind))).toEqual([]);
  });

  it('folds to the state whose hash was kept', () => {
    expect(toHex(stateHash(foldOf(records).state, sha256))).toBe(linesOf('journal-v2.hash')[0]);
  });

  it('decides each of its inputs again, in the state before it, to the same events', () => {
    const differing = records.flatMap((record, n) => {
      const replayed = replayDecision(states[n] ?? EMPTY_STATE, record, sha256);
      return replayed.kind === 'Same' ? [] : [{ sequence: record.sequence, ...replayed }];
    });
    expect(differing).toEqual([]);
  });

  it('is the same text again once it was read', () => {
    expect(records.map(recordText)).toEqual(lines);
  });

  it('says where a decision is another one', () => {
    const n = records.findIndex(({ events }) => events.some(({ type }) => type === 'ChildPlaced'));
    const record = records[n];
    if (record === undefined) throw new Error('No order was placed.');
    const [first, second, ...rest] = record.events;
    if (first === undefined || second === undefined) throw new Error('Too few events.');
    const before = states[n] ?? EMPTY_STATE;
    const turned = { ...record, events: [second, first, ...rest] };
    expect(replayDecision(before, turned, sha256)).toMatchObject({ kind: 'Differs', at: 0 });
    const shorter = { ...record, events: record.events.slice(0, -1) };
    expect(replayDecision(before, shorter, sha256)).toMatchObject({
      kind: 'Differs',
      at: record.events.length - 1,
      recorded: null,
    });
  });

  it('is not folded over a record that is missing', () => {
    const [first, , third] = records;
    if (first === undefined || third === undefined) throw new Error('Too short a journal.');
    expect(fold([first, third])).toEqual({
      ok: false,
      error: { code: 'Gap', expected: 2, actual: 3 },
    });
  });

  it('is bounded by snapshots that are read to the same state, in parts, or not at all', () => {
    const whole = foldOf(records);
    const parts = [...snapshotParts(whole)];
    const read = readSnapshot(parts);
    if (!read.ok) throw new Error(read.error.code);
    expect(encode(read.value)).toBe(encode(whole));
    expect(partsHash(snapshotParts(read.value), sha256)).toEqual(partsHash(parts, sha256));

    const refused = (given: readonly Uint8Array[]) => {
      const refusal = readSnapshot(given);
      return refusal.ok ? null : refusal.error.code;
    };
    expect(refused([])).toBe('NotReadable');
    expect(refused(parts.slice(1))).toBe('OtherVersion');
    expect(refused(parts.slice(0, -1))).toBe('NotReadable');
    expect(refused([...parts, ...parts.slice(-1), Uint8Array.of(0xff)])).toBe('NotReadable');
  });
});

describe('records of version 1', () => {
  it('are read as those that tell it shorter now', () => {
    const lines = linesOf('record-v1.jsonl');
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) {
      const record = recordOf(line);
      const decided = record.events.filter(({ type }) => type === 'OrderDecided');
      expect(decided).not.toEqual([]);
      expect(record.version).toBe(JOURNAL_VERSION);
      // What version 1 wrote is the codec's own text of it.
      expect(encode({ ...record, version: 1 })).toBe(line);
      const short = recordText(record);
      expect(short.length).toBeLessThan(line.length);
      expect(encode(recordOf(short))).toBe(encode(record));
    }
  });
});

describe('records of version 0', () => {
  const records = linesOf('record-v0.jsonl').map(recordOf);
  const events = records.flatMap((record) => record.events);

  it('are read in the shape of now', () => {
    expect(records.map(({ version }) => version)).toEqual(records.map(() => JOURNAL_VERSION));
    const child = events.find((event) => event.type === 'ChildPlaced');
    expect(child?.holds).toEqual([child?.placement.clOrdId]);
    const reading = events.find((event) => event.type === 'BreakerRead');
    expect(reading?.state).toEqual(armedBreaker(reading?.reading.atMs ?? -1));
  });

  it.each([-1, 0.5, JOURNAL_VERSION + 1])('and none of version %d is', (version) => {
    const [line = ''] = linesOf('record-v0.jsonl');
    const other = line.replace('"version":0', `"version":${version}`);
    expect(readRecord(other)).toMatchObject({ ok: false, error: { code: 'OtherVersion' } });
  });

  it.each(['', 'null', '[]', '{"version":1}', '{"version":1,"sequence":1'])(
    'and what is no record is not: %s',
    (text) => {
      expect(readRecord(text)).toMatchObject({ ok: false, error: { code: 'NotReadable' } });
    },
  );
});
