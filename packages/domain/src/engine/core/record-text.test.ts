import { expect, test } from 'vitest';
import { encode } from './codec.ts';
import { JOURNAL_VERSION, type JournalRecord } from './journal.ts';
import { recordText } from './replay.ts';
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

test('a record is kept as the codec writes it, however often its market was written before', () => {
  const moment = aMoment(0);
  for (const record of [recordOf(1, moment), recordOf(2, moment), recordOf(3, aMoment(5, null))]) {
    expect(recordText(record)).toBe(encode(record));
  }
});
