import { describe, expect, it } from 'vitest';
import type { ProcessId } from '../kernel/index.ts';
import {
  parseTrackedId,
  readFromEngine,
  readFromWeb,
  readHelloVersion,
  trackedId,
} from './index.ts';

const ID = '01939b6e-0000-7000-8000-000000000001';

const ping = {
  type: 'command',
  commandId: ID,
  idempotencyKey: ID,
  correlationId: ID,
  actor: null,
  sessionId: null,
  sentAt: '2026-11-21T09:41:07.204Z',
  deadlineMs: 500,
  body: { name: 'ping', echo: 'x' },
};

describe('frames from web', () => {
  it('takes a ping as it stands', () => {
    expect(readFromWeb(JSON.stringify(ping))).toEqual({ ok: true, value: ping });
  });

  it.each([
    ['text that is not JSON', '{'],
    ['a message of an unknown type', JSON.stringify({ type: 'order' })],
    ['a command nobody knows', JSON.stringify({ ...ping, body: { name: 'trade' } })],
    ['a field too many, which might be one misread', JSON.stringify({ ...ping, dry: true })],
    ['an id that is no UUIDv7', JSON.stringify({ ...ping, commandId: 'x' })],
    ['a deadline without end', JSON.stringify({ ...ping, deadlineMs: 30_001 })],
    ['a message only an engine may send', JSON.stringify({ type: 'fault', code: 'Malformed' })],
  ])('refuses %s', (_what, text) => {
    expect(readFromWeb(text)).toMatchObject({ ok: false, error: { code: 'Malformed' } });
  });

  it('never repeats the content of a refused frame, which may be a secret', () => {
    const read = readFromWeb(JSON.stringify({ ...ping, deadlineMs: 'hunter2' }));
    expect(JSON.stringify(read)).not.toContain('hunter2');
  });

  it('reads the version of a hello whose other fields this version does not know', () => {
    const hello = JSON.stringify({ type: 'hello', version: 99, colour: 'green' });
    expect(readHelloVersion(hello)).toEqual({ ok: true, value: 99 });
  });
});

describe('frames from the engine', () => {
  it('refuses a notice of an unknown topic', () => {
    const notice = { type: 'notice', shard: 0, run: ID, sequence: 1, clientId: null, key: 'k' };
    const text = JSON.stringify({ ...notice, body: { topic: 'secrets', payload: {} } });
    expect(readFromEngine(text).ok).toBe(false);
  });
});

describe('tracked ids', () => {
  it('come back as the place they were made from', () => {
    const place = { shard: 3, run: ID as ProcessId, sequence: 41 };
    expect(parseTrackedId(trackedId(place))).toEqual({ ok: true, value: place });
  });

  it.each(['', '0', `0.${ID}`, `0.${ID}.x`, '0.not-a-run.1', `0.${ID}.9999999999999999`])(
    'refuses %j',
    (text) => {
      expect(parseTrackedId(text)).toEqual({ ok: false, error: { code: 'NotATrackedId' } });
    },
  );
});
