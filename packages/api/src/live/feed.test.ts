import { MAX_NOTICE_BYTES, type NoticeBody } from '@ultrathink/domain/engine';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { createSystemIds } from '@ultrathink/runtime';
import { expect, it } from 'vitest';
import { memoryDoor } from '../../testing/memory-door.ts';
import { anOrderNotice } from '../../testing/order-notice.ts';
import { type FedMessage, LiveFeed, type Placed } from './feed.ts';
import { liveMessageSchema, MOST_OF_A_MESSAGE } from './message.ts';

const ids = createSystemIds();
const EVERYTHING = () => true;
const MOST = MOST_OF_A_MESSAGE.entries;

function messagesOf(feed: LiveFeed): Placed[] {
  const heard: Placed[] = [];
  for (let next = feed.take(); next !== undefined; next = feed.take()) heard.push(next);
  return heard;
}

const keysOf = (message: FedMessage): string[] =>
  message.kind === 'Notices' ? message.notices.map(({ key }) => key) : ['resync'];

/** What a reader hears, by key; `resync` for a gap it is told of. */
const takeAll = (feed: LiveFeed): string[] =>
  messagesOf(feed).flatMap(({ message }) => keysOf(message));

const keys = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => String(from + i));

it('gives a reader that was away for a burst of 10,000 each of them in order, some at a time', () => {
  const door = memoryDoor(10_000);
  const feed = new LiveFeed(door, EVERYTHING, null);
  for (let n = 0; n < 10_000; n += 1) door.publish();
  const messages = messagesOf(feed);
  expect(messages.flatMap(({ message }) => keysOf(message))).toEqual(keys(1, 10_000));
  expect(messages).toHaveLength(Math.ceil(10_000 / MOST));
  expect(messages.slice(0, -1).every(({ isFull }) => isFull)).toBe(true);
});

it('tells a reader that fell off the ring once that it has a gap, then goes on: never a hole', () => {
  const door = memoryDoor(300);
  const feed = new LiveFeed(door, EVERYTHING, null);
  for (let n = 0; n < 10; n += 1) door.publish();
  expect(takeAll(feed)).toEqual(keys(1, 10));
  for (let n = 0; n < 2_000; n += 1) door.publish();
  expect(takeAll(feed)).toEqual(['resync']);
  door.publish();
  expect(takeAll(feed)).toEqual(['2011']);
});

it('tells of a gap between two of its messages, too, when the ring runs away meanwhile', () => {
  const door = memoryDoor(300);
  const feed = new LiveFeed(door, EVERYTHING, null);
  for (let n = 0; n < 300; n += 1) door.publish();
  expect(feed.take()?.message.kind).toBe('Notices');
  for (let n = 0; n < 300; n += 1) door.publish();
  expect(takeAll(feed)).toEqual(['resync']);
});

it('resumes after the place of the message a browser has, whatever was left out of it', () => {
  const door = memoryDoor(1_000);
  const isOdd = ({ key }: { readonly key: string }) => Number(key) % 2 === 1;
  const odd = (notice: { readonly key: string }) => isOdd(notice);
  const start = door.latest();
  for (let n = 0; n < 10; n += 1) door.publish();
  const feed = new LiveFeed(door, odd as typeof EVERYTHING, start);
  expect(takeAll(feed)).toEqual(['1', '3', '5', '7', '9']);
  expect(feed.id?.endsWith('.10'), 'of what it does not want it stands at the newest').toBe(true);
  const since = start === null ? null : { ...start, sequence: 7 };
  expect(takeAll(new LiveFeed(door, EVERYTHING, since))).toEqual(['8', '9', '10']);
});

it('keeps order over keys and topics, and of what the newest replaces gives the newest alone', () => {
  const door = memoryDoor(1_000);
  const feed = new LiveFeed(door, EVERYTHING, null);
  const [one, other] = [ids.next<ClOrdId>(), ids.next<ClOrdId>()];
  const states = (scope: string) =>
    ({
      clientId: null,
      key: `firm|${scope}`,
      body: {
        topic: 'trading.states',
        payload: {
          ...{ level: 'firm', scope, state: 'Active', why: 'so' },
          at: anOrderNotice(one, '0').body.payload.at,
        },
      } as NoticeBody,
    }) as const;
  for (let n = 1; n <= 50; n += 1) {
    door.publish(anOrderNotice(one, `0.${n}`));
    door.publish(states('a'));
    door.publish(anOrderNotice(other, `0.${n}`));
  }
  const [placed] = messagesOf(feed);
  if (placed?.message.kind !== 'Notices') expect.unreachable();
  const told = placed.message.notices.map(({ key, body }) =>
    body.topic === 'trading.orders' ? `${key} ${body.payload.cumQty}` : key,
  );
  const every = Array.from({ length: 50 }, (_, i) => [
    `${one} 0.${i + 1}`,
    ...(i === 49 ? ['firm|a'] : []),
    `${other} 0.${i + 1}`,
  ]);
  expect(told).toEqual(every.flat());
});

it('a message holds no more than its bounds, however much waits', () => {
  const door = memoryDoor(10_000);
  const feed = new LiveFeed(door, EVERYTHING, null);
  const large = MAX_NOTICE_BYTES;
  const fitting = Math.floor(MOST_OF_A_MESSAGE.bytes / large);
  for (let n = 0; n < 3 * fitting; n += 1) door.publish(undefined, large);
  const sizes = messagesOf(feed).map(({ message }) => keysOf(message).length);
  expect(sizes).toEqual([fitting, fitting, fitting]);
  // One alone that is larger than a message may be is told all the same.
  door.publish(undefined, MOST_OF_A_MESSAGE.bytes + 1);
  door.publish(undefined, MOST_OF_A_MESSAGE.bytes + 1);
  expect(messagesOf(feed).map(({ message }) => keysOf(message).length)).toEqual([1, 1]);
});

it('what is told is what its schema names, and the type lets nothing else be told', () => {
  const door = memoryDoor(100);
  const feed = new LiveFeed(door, EVERYTHING, null);
  door.publish();
  door.publish(anOrderNotice(ids.next<ClOrdId>(), '0'));
  const [placed] = messagesOf(feed);
  const text = JSON.stringify(placed?.message);
  expect(liveMessageSchema.parse(JSON.parse(text))).toEqual(JSON.parse(text));
  const { key, body } = anOrderNotice(ids.next<ClOrdId>(), '0');
  // @ts-expect-error Nobody has checked this notice.
  const unchecked: FedMessage = { kind: 'Notices', notices: [{ key, body }] };
  expect(unchecked.kind).toBe('Notices');
});

it('wakes who waits when a notice comes, when the door changes, and when the request ends', async () => {
  const door = memoryDoor(100);
  const feed = new LiveFeed(door, ({ clientId }) => clientId === null, null);
  const ended = new AbortController();
  const waits = () => feed.wait(60_000, ended.signal);
  takeAll(feed);
  let waiting = waits();
  door.publish();
  await waiting;
  takeAll(feed);
  waiting = waits();
  door.setState('Reconnecting');
  await waiting;
  expect(feed.engine.kind).toBe('Reconnecting');
  takeAll(feed);
  waiting = waits();
  let isOver = false;
  void waiting.then(() => {
    isOver = true;
  });
  // What others hear wakes nobody else.
  door.publish(anOrderNotice(ids.next<ClOrdId>(), '0', ids.next()));
  await new Promise((resolve) => setImmediate(resolve));
  expect(isOver).toBe(false);
  ended.abort();
  await waiting;
});

it('does not sleep over what came between its last look and its wait', async () => {
  const door = memoryDoor(100);
  const feed = new LiveFeed(door, EVERYTHING, null);
  takeAll(feed);
  door.publish();
  await feed.wait(60_000, new AbortController().signal);
  expect(takeAll(feed)).toEqual(['1']);
});

it('closed, leaves nobody at the door', () => {
  const door = memoryDoor(100);
  const feed = new LiveFeed(door, EVERYTHING, null);
  feed.close();
  door.publish();
  expect(door.listeners).toBe(0);
  expect(takeAll(feed)).toEqual([]);
});
