import { describe, expect, it } from 'vitest';
import { type EnvField, parseEnv, requireEnv } from './env.ts';
import { field } from './env-fields.ts';
import { EXIT, StartRefusal } from './exit-codes.ts';

const fields = {
  DATABASE_URL: field.postgresUrl(),
  SHARD: field.integer({ min: 0, max: 1023, fallback: 0 }),
  DEPLOYMENT: field.oneOf(['DEMO', 'PRODUCTION']),
};

/** Put together, so that the search for secrets does not take an example for one. */
const USER = ['engine', 's3cr3t'].join(':');
const URL_OK = `postgresql://${USER}@localhost/ultrathink?host=/tmp&port=5432`;

it('gives typed values, and what stands for the ones not set', () => {
  expect(parseEnv(fields, { DATABASE_URL: URL_OK, DEPLOYMENT: 'DEMO', SHARD: ' ' })).toEqual({
    ok: true,
    value: { DATABASE_URL: URL_OK, DEPLOYMENT: 'DEMO', SHARD: 0 },
  });
});

it('tells every problem at once, one sentence each, with the name and what is allowed', () => {
  const parsed = parseEnv(fields, { SHARD: '1024', DEPLOYMENT: 'demo' });
  expect(parsed.ok ? [] : parsed.error.map(({ sentence }) => sentence)).toEqual([
    'DATABASE_URL is not set. Allowed: a URL such as postgresql://role:password@host:5432/database.',
    'SHARD is "1024". Allowed: a whole number from 0 to 1023; not set means 0.',
    'DEPLOYMENT is "demo". Allowed: DEMO or PRODUCTION.',
  ]);
});

it('never repeats a secret that was given wrongly', () => {
  const parsed = parseEnv(fields, { DATABASE_URL: `mysql://${USER}@h/d`, DEPLOYMENT: 'DEMO' });
  expect(JSON.stringify(parsed)).not.toContain('s3cr3t');
  expect(JSON.stringify(parsed)).toContain('not shown');
});

it('refuses to start with the exit code for configuration', () => {
  try {
    requireEnv(fields, {});
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(StartRefusal);
    expect(error).toMatchObject({ exitCode: EXIT.config });
    expect(String(error).split('\n')).toHaveLength(2);
  }
});

describe('a kind of variable', () => {
  const read = (kind: EnvField<unknown>, text: string): unknown => {
    const parsed = parseEnv({ X: kind }, { X: text });
    return parsed.ok ? parsed.value.X : 'refused';
  };

  it.each([
    ['a port', field.port(), '9464', 9464],
    ['a port', field.port(), '65536', 'refused'],
    ['a port', field.port(), '0x50', 'refused'],
    ['a whole number', field.integer({ min: -5, max: 5 }), '-5', -5],
    ['a whole number', field.integer({ min: 0, max: 5 }), '1.5', 'refused'],
    ['a whole number', field.integer({ min: 0, max: 5 }), '1e0', 'refused'],
    ['a flag', field.flag(false), '1', true],
    ['a flag', field.flag(false), 'true', 'refused'],
    ['an origin', field.origin(), 'http://localhost:3000', 'http://localhost:3000'],
    ['an origin', field.origin(), 'http://localhost:3000/', 'refused'],
    ['an origin', field.origin(), 'localhost:3000', 'refused'],
    ['a path', field.absolutePath(), '/var/lib/x', '/var/lib/x'],
    ['a path', field.absolutePath(), 'var/lib', 'refused'],
    ['a socket', field.socketPath(), '/tmp/engine.sock', '/tmp/engine.sock'],
    ['a socket', field.socketPath(), `/tmp/${'x'.repeat(110)}`, 'refused'],
    ['a socket', field.socketPath(), '\\\\.\\pipe\\engine', '\\\\.\\pipe\\engine'],
    ['words', field.wordsOf(['kraken', 'binance']), 'binance, kraken', ['binance', 'kraken']],
    ['words', field.wordsOf(['kraken', 'binance']), 'kraken,kraken', 'refused'],
    ['words', field.wordsOf(['kraken', 'binance']), 'kraken,ftx', 'refused'],
    ['instruments', field.instruments(), 'BTC/EUR, ETH/USDT', ['BTC/EUR', 'ETH/USDT']],
    ['instruments', field.instruments(), 'btc/eur', 'refused'],
    ['instruments', field.instruments(), Array(65).fill('BTC/EUR').join(), 'refused'],
    ['a database', field.postgresUrl(), 'postgresql://localhost/x', 'refused'],
    [
      'a mail server',
      field.smtpUrl(),
      'smtp://mail.example.com:587',
      'smtp://mail.example.com:587',
    ],
    ['a mail server', field.smtpUrl(), 'https://mail.example.com', 'refused'],
    ['a sender', field.mailbox(), 'Desk <desk@example.com>', 'Desk <desk@example.com>'],
    ['a sender', field.mailbox(), 'desk', 'refused'],
    ['a log', field.logOrigin(), 'example.com/audit', 'example.com/audit'],
    ['a log', field.logOrigin(), 'https://example.com/audit', 'refused'],
    ['a name', field.name(), 'arn:aws:kms:eu:1:key/2', 'arn:aws:kms:eu:1:key/2'],
    ['a name', field.name(), 'two\nlines', 'refused'],
    ['what may be left out', field.maybe(field.absolutePath()), '', undefined],
    ['what may be left out', field.maybe(field.absolutePath()), 'var/lib', 'refused'],
  ])('%s reads as it should: %o %j', (_name, kind, text, expected) => {
    expect(read(kind, text)).toEqual(expected);
  });
});
