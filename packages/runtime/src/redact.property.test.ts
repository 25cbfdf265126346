import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLog, type LogFields } from './log.ts';
import { MASK, redact } from './redact.ts';

/** Distinct enough that no key, path or stack holds it by accident. */
const SECRET = 'hunter2-Zq9xV7';

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = [];
  const log = createLog({ level: 'trace', stream: { write: (line) => lines.push(line) } });
  write(log);
  return lines.join('');
}

function loggedFields(fields: LogFields): string {
  return logged((log) => log.info('Something happened.', fields));
}

const secretNames = fc.constantFrom(
  'password',
  'PGPASSWORD',
  'new_password',
  'Authorization',
  'proxy-authorization',
  'cookie',
  'Set-Cookie',
  'secret',
  'clientSecret',
  'token',
  'accessToken',
  'csrf-token',
  'totp',
  'totpSecret',
  'apiKey',
  'x-api-key',
  'api_key',
  'privateKey',
  'recoveryCodes',
  'sid',
  'otp',
);

/** The secret under one of the names, as text, list or object, somewhere deep in other things. */
const hidden = fc
  .tuple(
    secretNames,
    fc.constantFrom<unknown>(SECRET, [SECRET], { value: SECRET }, Buffer.from(SECRET).toString()),
    fc.array(fc.constantFrom('list', 'object', 'map', 'error', 'cause', 'json'), { maxLength: 5 }),
  )
  .map(([name, secret, wraps]) =>
    wraps.reduce<unknown>((inner, wrap) => wrapIn(wrap, inner), { [name]: secret, other: 1 }),
  );

function wrapIn(wrap: string, inner: unknown): unknown {
  switch (wrap) {
    case 'list':
      return [1, inner];
    case 'map':
      return new Map([['key', inner]]);
    case 'error':
      return Object.assign(new Error('Failed.'), { request: inner });
    case 'cause':
      return new Error('Failed.', { cause: inner });
    case 'json':
      return { toJSON: () => inner };
    default:
      return { inner };
  }
}

it('never writes a secret that stands under a telling name, however deep and in whatever', () => {
  fc.assert(
    fc.property(hidden, (value) => {
      expect(loggedFields({ value })).not.toContain(SECRET);
      expect(loggedFields({ error: value })).not.toContain(SECRET);
      expect(logged((log) => log.with({ value }).info('Hello.'))).not.toContain(SECRET);
    }),
    { numRuns: 500 },
  );
});

describe('a secret inside a text', () => {
  it.each([
    `postgresql://engine:${SECRET}@localhost:5432/ultrathink?host=/tmp`,
    `postgresql://engine:a/b@c${SECRET}@localhost/ultrathink`,
    `connect to postgres://jobs:${SECRET}@db.example.com failed`,
    `https://user:${SECRET}@example.com/path`,
    `https://example.com/hook?token=${SECRET}&x=1`,
    `https://example.com/hook?x=1&api_key=${SECRET}`,
    `host=localhost user=engine password=${SECRET} port=5432`,
    `Authorization: Bearer ${SECRET}`,
    `Authorization: Basic ${SECRET}`,
    `cookie: __Host-sid=${SECRET}`,
    `{"user":"a","password":"${SECRET}"}`,
    `{"clientSecret": "${SECRET}"}`,
  ])('is masked in the sentence, a field, an error and its cause: %s', (text) => {
    expect(logged((log) => log.info(text))).not.toContain(SECRET);
    expect(loggedFields({ text })).not.toContain(SECRET);
    expect(loggedFields({ error: new Error(text) })).not.toContain(SECRET);
    expect(loggedFields({ error: new Error('x', { cause: new Error(text) }) })).not.toContain(
      SECRET,
    );
    expect(loggedFields({ error: new AggregateError([new Error(text)]) })).not.toContain(SECRET);
    expect(loggedFields({ url: URL.parse(text) })).not.toContain(SECRET);
  });

  it('keeps the rest of a URL, because a log without the host is of no use', () => {
    expect(redact('postgresql://engine:pw@db.example.com:5432/ultrathink')).toBe(
      `postgresql://engine:${MASK}@db.example.com:5432/ultrathink`,
    );
  });

  it('leaves plain sentences as they are', () => {
    const sentence = 'The door at /tmp/engine.sock is open: 3 connections, 12 ms.';
    expect(redact(sentence)).toBe(sentence);
  });
});

describe('a log line', () => {
  it('is bounded, whatever is handed over', () => {
    const wide = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`k${i}`, i]));
    let deep: unknown = 1;
    for (let i = 0; i < 1_000; i += 1) deep = { deep };
    const line = loggedFields({ wide, deep, list: Array(100_000).fill(1), text: 'x'.repeat(1e6) });
    expect(line.length).toBeLessThan(20_000);
  });

  it('survives circles, throwing getters, bigints and bytes', () => {
    const circle: Record<string, unknown> = { n: 1n, bytes: new Uint8Array(3) };
    circle['self'] = circle;
    Object.defineProperty(circle, 'bad', { enumerable: true, get: () => JSON.parse('{') });
    expect(JSON.parse(loggedFields({ circle })).circle).toEqual({
      n: '1',
      bytes: '[3 bytes]',
      self: '[circular]',
      bad: '[unreadable]',
    });
  });

  it('leaves out what PostgreSQL quotes from rows in the detail of an error', () => {
    const error = Object.assign(new Error('duplicate key'), {
      code: '23505',
      constraint: 'person_email_key',
      detail: 'Key (email)=(a@example.com) already exists.',
    });
    const line = loggedFields({ error });
    expect(line).toContain('23505');
    expect(line).toContain('person_email_key');
    expect(line).not.toContain('a@example.com');
  });
});
