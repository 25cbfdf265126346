import { addMs, decimal, fromEpochMs, type Price, toText } from '@ultrathink/domain/kernel';
import { describe, expect, it } from 'vitest';
import { MINUTE_MS, Minutes } from './minutes.ts';

const START = fromEpochMs(1_795_219_200_000);
const minute = (n: number, ms = 0) => addMs(START, n * MINUTE_MS + ms);
const trade = (at: ReturnType<typeof minute>, price = '100') => ({
  at,
  price: decimal(price) as Price,
  quantity: decimal('1') as never,
});
const opens = (minutes: Minutes, end: ReturnType<typeof minute>) =>
  minutes.closed(end)?.map(({ opensAt }) => opensAt);

describe('minutes made of trades', () => {
  it('are the venue’s to tell while the stream was not there from their beginning', () => {
    const minutes = new Minutes(minute(0));
    minutes.open(minute(2, 30_000));
    minutes.hear(trade(minute(2, 40_000)));
    expect(minutes.closed(minute(3))).toBeNull();
    minutes.keep(minute(3));
    minutes.hear(trade(minute(3, 1_000)));
    expect(opens(minutes, minute(4))).toEqual([minute(3)]);
  });

  it('are the venue’s to tell again from the minute in which the stream was lost', () => {
    const minutes = new Minutes(minute(1));
    minutes.open(minute(0));
    minutes.hear(trade(minute(1)));
    minutes.lose();
    minutes.open(minute(1, 20_000));
    expect(minutes.closed(minute(2))).toBeNull();
    minutes.keep(minute(2));
    minutes.hear(trade(minute(2)));
    expect(opens(minutes, minute(3))).toEqual([minute(2)]);
  });

  it('that are not whole yet are not told, and one without a trade is none', () => {
    const minutes = new Minutes(minute(1));
    minutes.open(minute(0));
    minutes.hear(trade(minute(1)));
    minutes.hear(trade(minute(3)));
    minutes.hear(trade(minute(4)));
    expect(opens(minutes, minute(4))).toEqual([minute(1), minute(3)]);
    minutes.keep(minute(4));
    expect(opens(minutes, minute(4))).toEqual([]);
  });

  it('take a trade that comes late where it belongs', () => {
    const minutes = new Minutes(minute(1));
    minutes.open(minute(0));
    minutes.hear(trade(minute(1), '100'));
    minutes.hear(trade(minute(2), '120'));
    minutes.hear(trade(minute(1, 59_999), '90'));
    const [first, second] = minutes.recent();
    expect([first?.low, first?.close, second?.open].map((px) => px && toText(px))).toEqual([
      '90',
      '90',
      '120',
    ]);
  });

  it('that were forgotten before they were kept are asked for, and memory has a bound', () => {
    const minutes = new Minutes(minute(1));
    minutes.open(minute(0));
    for (let n = 1; n <= 30; n += 1) minutes.hear(trade(minute(n)));
    expect(minutes.recent()).toHaveLength(10);
    expect(minutes.closed(minute(30))).toBeNull();
    minutes.keep(minute(25));
    expect(opens(minutes, minute(30))).toHaveLength(5);
  });
});
