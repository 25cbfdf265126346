/** What is read of a record for a fold alone folds to the same bytes as all of it. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it, test } from 'vitest';
import { toHex } from '../../../audit/index.ts';
import { encode } from '../codec.ts';
import { readRecord, readToFold } from '../record-text.ts';
import { fold, NOTHING_FOLDED } from '../replay.ts';
import { stateHash } from '../snapshot.ts';

const linesOf = (name: string): readonly string[] =>
  readFileSync(new URL(name, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');

function readFrom<T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (result.ok) return result.value;
  throw new Error(JSON.stringify(result.error));
}

test('record after record, it gives the state of the golden journal', () => {
  const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
  let [whole, short] = [NOTHING_FOLDED, NOTHING_FOLDED];
  for (const line of linesOf('journal-v2.jsonl')) {
    whole = readFrom(fold([readFrom(readRecord(line))], whole));
    short = readFrom(fold([readFrom(readToFold(line))], short));
    expect(encode(short)).toBe(encode(whole));
  }
  expect(toHex(stateHash(short.state, sha256))).toBe(linesOf('journal-v2.hash')[0]);
});

test.each(['record-v0.jsonl', 'record-v1.jsonl'])('%s is read by the rules of its time', (name) => {
  for (const line of linesOf(name)) {
    expect(encode(readFrom(readToFold(line)).events)).toBe(
      encode(readFrom(readRecord(line)).events),
    );
  }
});

it.each([
  ['half a record', (line: string) => line.slice(0, -9), 'NotReadable'],
  ['a newer one', (line: string) => line.replace('"version":2', '"version":9'), 'OtherVersion'],
  ['no record', () => '{"version":2}', 'NotReadable'],
  ['a record whose event points nowhere', () => POINTING, 'NotReadable'],
])('is refused where it is %s', (_, changed, code) => {
  const [line = ''] = linesOf('journal-v2.jsonl');
  expect(readToFold(changed(line))).toMatchObject({ ok: false, error: { code } });
});

const POINTING = `{"sequence":1,"epoch":1,"at":"2026-11-21T10:00:00.000Z","ms":0,"version":2,
  "input":{"kind":"Marked"},"market":null,"events":[{"type":"Marked","values":{"^":"values"}}]}`;
