import { expect, test } from 'vitest';
import { encode } from './codec.ts';
import { JOURNAL_VERSION, type JournalRecord } from './journal.ts';
import { readRecord, recordText } from './record-text.ts';
import { aMoment, placing } from './sample-inputs.ts';
import { aWorld, sampleDigest } from './samples.ts';
import { step } from './step.ts';

const recordOf = (n: number, moment = aMoment(0)): JournalRecord => {
  const input = placing(n);
  return {
    sequence: n,
    epoch: 1,
    at: moment.at,
    ms: moment.ms,
    version: JOURNAL_VERSION,
    input,
    market: moment.market,
    events: step(aWorld(), input, moment, sampleDigest).events,
  };
};

const read = (text: string) => {
  const record = readRecord(text);
  return record.ok ? encode(record.value) : record.error;
};

test('a record is read again as it was, however often its market was written before', () => {
  const moment = aMoment(0);
  for (const record of [recordOf(1, moment), recordOf(2, moment), recordOf(3, aMoment(5, null))]) {
    expect(read(recordText(record))).toBe(encode(record));
  }
});

test('the books that an order was routed by stand in its record once', () => {
  const moment = aMoment(0);
  const record = recordOf(1, moment);
  const asks = moment.market?.venues.flatMap(({ book }) =>
    book.kind === 'Good' ? [JSON.stringify(JSON.stringify(book.asks)).slice(1, -1)] : [],
  );
  expect(asks?.length).toBeGreaterThan(0);
  for (const side of asks ?? []) {
    expect(encode(record)).toContain(side);
    expect(recordText(record)).not.toContain(side);
  }
});

test('a decision that lost the market it was made by is not read', () => {
  const text = recordText(recordOf(1));
  const [start, end] = [text.indexOf(',"market":'), text.indexOf(',"events":')];
  const without = `${text.slice(0, start)},"market":null${text.slice(end)}`;
  expect(read(without)).toMatchObject({ code: 'NotReadable' });
});

test.each([
  ['"TradingState|', '"a|b|c|d|e|f|g|'],
  [';"}', '"}'],
])('checks that are none are not read: %s', (from, to) => {
  const text = recordText(recordOf(1));
  expect(text).toContain(from);
  expect(read(text.replace(from, to))).toMatchObject({ code: 'NotReadable' });
});
