import { expect, it } from 'vitest';
import { memoryDoor } from '../../testing/memory-door.ts';
import { LiveFeed, QUEUE_MAX } from './feed.ts';

const EVERYTHING = () => true;

/** What a reader hears, by key; `resync` for a gap it is told of. */
function takeAll(feed: LiveFeed): string[] {
  const heard: string[] = [];
  for (let next = feed.take(); next !== undefined; next = feed.take()) {
    heard.push(next.message.kind === 'Notice' ? next.message.key : 'resync');
  }
  return heard;
}

const keys = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => String(from + i));

it('gives a slow reader everything in order while the ring reaches back, from a bounded queue', () => {
  const door = memoryDoor(10_000);
  const feed = new LiveFeed(door, EVERYTHING, null);
  const many = QUEUE_MAX * 5 + 17;
  for (let n = 0; n < many; n += 1) door.publish();
  expect(door.listeners, 'the feed has left the door').toBe(0);
  expect(takeAll(feed)).toEqual(keys(1, many));
  expect(door.listeners, 'and has come back').toBe(1);
});

it('tells a reader that fell off the ring once that it has a gap, then goes on', () => {
  const door = memoryDoor(300);
  const feed = new LiveFeed(door, EVERYTHING, null);
  for (let n = 0; n < 2_000; n += 1) door.publish();
  expect(takeAll(feed)).toEqual([...keys(1, QUEUE_MAX), 'resync']);
  door.publish();
  expect(takeAll(feed)).toEqual(['2001']);
});

it('resumes after the place a browser names', () => {
  const door = memoryDoor(1_000);
  const start = door.latest();
  for (let n = 0; n < 10; n += 1) door.publish();
  const since = start === null ? null : { ...start, sequence: 7 };
  expect(takeAll(new LiveFeed(door, EVERYTHING, since))).toEqual(['8', '9', '10']);
});

it('fills its queue no further than its bound when it resumes far behind', () => {
  const door = memoryDoor(10_000);
  const start = door.latest();
  for (let n = 0; n < 3 * QUEUE_MAX; n += 1) door.publish();
  const feed = new LiveFeed(door, EVERYTHING, start);
  expect(door.listeners).toBe(0);
  expect(takeAll(feed)).toEqual(keys(1, 3 * QUEUE_MAX));
});

it('wakes who waits when a notice comes, when the door changes, and when the request ends', async () => {
  const door = memoryDoor(100);
  const feed = new LiveFeed(door, EVERYTHING, null);
  const ended = new AbortController();
  const waits = () => feed.wait(60_000, ended.signal);
  let waiting = waits();
  door.publish();
  await waiting;
  takeAll(feed);
  waiting = waits();
  door.setState('Reconnecting');
  await waiting;
  expect(feed.engine.kind).toBe('Reconnecting');
  waiting = waits();
  ended.abort();
  await waiting;
});

it('closed, leaves nobody at the door', () => {
  const door = memoryDoor(100);
  const feed = new LiveFeed(door, EVERYTHING, null);
  feed.close();
  door.publish();
  expect(door.listeners).toBe(0);
  expect(takeAll(feed)).toEqual([]);
});
