import { describe, expect, test } from 'vitest';
import { type FirmFacts, firmWord } from './firm-word.ts';
import type { Strip } from './use-strip.ts';

const at = (second: number) => `2026-11-21T09:44:0${second}.000Z` as Strip['at'];
const strip: Strip = {
  at: at(5),
  deployment: 'DEMO',
  mode: 'Paper',
  engine: 'Trading',
  reconciling: [],
  states: [],
  unconfirmed: 0,
  breaks: 0,
  sealed: null,
};
const line: FirmFacts['line'] = {
  state: 'Open',
  beat: { engine: 'Connected', engineSince: at(1) },
  freshness: 'live',
};
const word = (of: Partial<Strip> = {}, on: Partial<FirmFacts['line']> = {}, isFailing = false) =>
  firmWord({ strip: { ...strip, ...of }, line: { ...line, ...on }, isFailing });
const halted = {
  states: [
    {
      level: 'firm',
      scope: 'firm',
      clientId: null,
      why: '',
      state: 'Halted',
      grade: 'HALT_NEW',
      since: at(1),
    },
  ],
} as const satisfies Partial<Strip>;

describe('of the firm the strip says', () => {
  test('Active where it was read just now of an engine that takes orders', () => {
    expect(word()).toBe('Active');
    expect(word({}, { freshness: 'slow' })).toBe('Active');
  });

  test.each([
    ['no engine is there', word({ engine: 'Away' }), 'NoEngine'],
    [
      'the stream told that it went',
      word({}, { beat: { engine: 'Reconnecting', engineSince: at(6) } }),
      'NoEngine',
    ],
    ['no account at a venue is open', word({ engine: 'Closed' }), 'NoVenueOpen'],
    [
      'another engine came since it was read',
      word({}, { beat: { engine: 'Connected', engineSince: at(6) } }),
      'Reading',
    ],
    ['the stream is not there yet', word({}, { state: 'Connecting', beat: null }), 'Reading'],
    ['the stream is silent', word({}, { freshness: 'stale' }), 'Unknown'],
    ['the stream is lost', word({}, { state: 'Lost', freshness: 'reconnecting' }), 'Unknown'],
    ['it could not be read again', word({}, {}, true), 'Unknown'],
    ['it was never read', firmWord({ strip: undefined, line, isFailing: true }), 'Unknown'],
    ['it is being read', firmWord({ strip: undefined, line, isFailing: false }), 'Reading'],
  ])('never Active where %s', (_, said, expected) => {
    expect(said).toBe(expected);
  });

  test('that it is stopped for as long as nobody knows better', () => {
    expect(word(halted)).toBe('Halted');
    expect(word({ ...halted, engine: 'Away' }, { state: 'Lost', freshness: 'stale' }, true)).toBe(
      'Halted',
    );
  });
});
