/** CT-50 to CT-59: what a venue tells everybody, and when it is not believed. */
import { lessThan, toText } from '@ultrathink/domain/kernel';
import { expect } from 'vitest';
import type { MarketEvent } from '../src/index.ts';
import { limitOf } from './acts.conformance.ts';
import { accepted, told } from './desk.ts';
import { NONSENSE } from './nonsense.ts';
import { SILENCE_MS, type Suite } from './suite.ts';

const isBook = ({ kind }: MarketEvent) => kind === 'Book';
const isLost = ({ kind }: MarketEvent) => kind === 'BookLost';

export function markets({ test, desk, controls, fresh, target }: Suite): void {
  test(
    'CT-50',
    'a book is there, goes on, and its bid stands below its ask',
    'Anywhere',
    async () => {
      const { heard, subscription } = desk().events();
      await heard.times('three states of the book', isBook, 3);
      const last = heard.all.findLast(isBook);
      if (last?.kind !== 'Book') throw new Error('There is no book.');
      const [bid, ask] = [last.book.best('Buy'), last.book.best('Sell')];
      if (bid === undefined || ask === undefined) throw new Error('A side of the book is empty.');
      expect(lessThan(bid.price, ask.price)).toBe(true);
      expect(last.instrument).toBe(target.instrument);
      await subscription.close();
    },
  );

  test(
    'CT-51',
    'A7-18 a missing update makes the book unknown until it is whole again',
    'Controls',
    async () => {
      if (!target.numbersBooks) return;
      const { heard, subscription } = desk().events();
      await heard.until('the book', isBook);
      // Some of them may be trades, which have no numbers.
      controls().strike({ fault: { kind: 'Drop' }, streams: ['public'], times: 4 });
      await heard.until('its loss', isLost);
      const lostAt = heard.all.findIndex(isLost);
      await heard.until('the book again', isBook, lostAt);
      await subscription.close();
    },
  );

  test(
    'CT-52',
    'A7-7 A7-8 updates that come twice or out of order never leave a wrong book',
    'Controls',
    async () => {
      const { heard, subscription } = desk().events();
      await heard.until('the book', isBook);
      controls().strike({ fault: { kind: 'Duplicate' }, streams: ['public'], times: 3 });
      controls().strike({ fault: { kind: 'Reorder' }, streams: ['public'], times: 2 });
      await heard.times('the book going on', isBook, 4, heard.all.length);
      controls().clearFaults();
      await heard.times('the book after it', isBook, 2, heard.all.length);
      const last = heard.all.findLast(isBook);
      expect(last?.kind === 'Book' && last.book.state.kind).toBe('Good');
      await subscription.close();
    },
  );

  test(
    'CT-53',
    'A7-19 a market that says nothing any more is not believed',
    'Controls',
    async () => {
      const own = await fresh({ limits: { silenceMs: SILENCE_MS } });
      const { heard, subscription } = own.events();
      await heard.until('the book', isBook);
      controls().strike({ fault: { kind: 'Silence' }, streams: ['public'], times: 1 });
      await heard.until('its loss', isLost);
      const lostAt = heard.all.findIndex(isLost);
      await heard.until('the book again', isBook, lostAt);
      await subscription.close();
    },
  );

  test('CT-54', 'A7-17 a market that closes and opens says so', 'Controls', async () => {
    const { heard, subscription } = desk().events();
    await heard.until('the book', isBook);
    for (const [state, status] of [
      ['CancelOnly', 'CancelOnly'],
      ['Trading', 'Open'],
    ] as const) {
      controls().setState(state);
      told(await desk().connection.refresh());
      await heard.until(status, (event) => event.kind === 'Status' && event.status === status);
    }
    await subscription.close();
  });

  test('CT-55', 'trades of others are told with the side that took', 'Controls', async () => {
    const { heard, subscription } = desk().events();
    await heard.until('the book', isBook);
    controls().setMoving(false);
    const order = desk().best('Buy', controls().best('Buy'));
    accepted(await desk().place(order));
    const price = limitOf(order);
    controls().counter({ side: 'Sell', quantity: toText(order.orderQty), price });
    const isOurs = (event: MarketEvent) =>
      event.kind === 'Trade' && toText(event.trade.price) === price && event.trade.side === 'Sell';
    await heard.until('the trade', isOurs);
    await subscription.close();
  });

  test(
    'CT-58',
    'A7-20 a book whose bids stand above its asks is not believed while it does',
    'Controls',
    async () => {
      const { heard, subscription } = desk().events();
      await heard.until('the book', isBook);
      controls().strike({ fault: { kind: 'CrossedBook' } });
      const isCrossed = (event: MarketEvent) =>
        event.kind === 'BookLost' && event.why.code === 'Crossed';
      await heard.until('its loss', isCrossed);
      const from = heard.all.length;
      controls().clearFaults();
      await heard.until('the book again', isBook, from);
      await subscription.close();
    },
  );

  test(
    'CT-57',
    'messages that mean nothing end no process, and the book is whole after them',
    'Controls',
    async () => {
      const { heard, subscription } = desk().events();
      await heard.until('the book', isBook);
      for (const text of NONSENSE) controls().relay.sayOnStreams(text);
      const from = heard.all.length;
      await heard.times('the book going on', isBook, 3, from);
      const last = heard.all.findLast(isBook);
      expect(last?.kind === 'Book' && last.book.state.kind).toBe('Good');
      await subscription.close();
    },
  );

  test('CT-56', 'nothing is told after a subscription was closed', 'Anywhere', async () => {
    const { heard, subscription } = desk().events();
    await heard.until('the book', isBook);
    await subscription.close();
    const { length } = heard.all;
    const { heard: other, subscription: second } = desk().events();
    await other.times('another subscription going on', isBook, 3);
    expect(heard.all).toHaveLength(length);
    await second.close();
  });
}
