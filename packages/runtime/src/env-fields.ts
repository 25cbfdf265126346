/** The kinds of variable our processes read. */
import { isIP } from 'node:net';
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import type { EnvField } from './env.ts';

/** What a value may be, and what stands for it when the variable is not set. */
function optional<T>(inner: z.ZodType<T, string>, fallback: T | undefined) {
  return fallback === undefined
    ? (inner as unknown as z.ZodType<T, string | undefined>)
    : z.union([inner, z.undefined().transform(() => fallback)]);
}

function withDefault(allowed: string, fallback: string | number | boolean | undefined): string {
  return fallback === undefined ? allowed : `${allowed}; not set means ${fallback}`;
}

function integer(bounds: { min: number; max: number; fallback?: number }): EnvField<number> {
  const { min, max, fallback } = bounds;
  const inner = z
    .string()
    .regex(/^-?\d{1,15}$/)
    .transform(Number)
    .refine((value) => value >= min && value <= max);
  const allowed = withDefault(`a whole number from ${min} to ${max}`, fallback);
  return { schema: optional(inner, fallback), allowed, secret: false };
}

function oneOf<const T extends string>(words: readonly T[], fallback?: T): EnvField<T> {
  const inner = z.string().transform((text, context): T => {
    const word = words.find((candidate) => candidate === text);
    if (word !== undefined) return word;
    context.addIssue({ code: 'custom', message: 'not one of the words' });
    return z.NEVER;
  });
  const allowed = withDefault(words.join(', ').replace(/, ([^,]*)$/, ' or $1'), fallback);
  return { schema: optional(inner, fallback), allowed, secret: false };
}

/** 1 or 0, because `false` set as text has been read as true too often. */
function flag(fallback: boolean): EnvField<boolean> {
  const inner = z
    .string()
    .regex(/^[01]$/)
    .transform((text) => text === '1');
  return {
    schema: optional(inner, fallback),
    allowed: withDefault('1 or 0', fallback ? 1 : 0),
    secret: false,
  };
}

/** `0` asks the system for a free port. */
function port(fallback?: number): EnvField<number> {
  const field = integer({ min: 0, max: 65_535, ...(fallback === undefined ? {} : { fallback }) });
  return { ...field, allowed: withDefault('a port from 0 to 65535', fallback) };
}

/** With the password inside, so it is a secret. */
function postgresUrl(): EnvField<string> {
  const inner = z.string().refine((text) => {
    const url = URL.parse(text);
    return url !== null && /^postgres(ql)?:$/.test(url.protocol) && url.username !== '';
  });
  return {
    schema: optional(inner, undefined),
    allowed: 'a URL such as postgresql://role:password@host:5432/database',
    secret: true,
  };
}

/** `http://localhost:3000`: scheme, host and port, nothing after. */
function origin(): EnvField<string> {
  const inner = z.string().refine((text) => {
    const url = URL.parse(text);
    return url !== null && /^https?:$/.test(url.protocol) && url.origin === text;
  });
  return {
    schema: optional(inner, undefined),
    allowed: 'an origin such as https://desk.example.com, without a path',
    secret: false,
  };
}

function absolutePath(): EnvField<string> {
  const inner = z.string().refine((text) => isAbsolute(text));
  return { schema: optional(inner, undefined), allowed: 'an absolute path', secret: false };
}

/** sun_path holds 108 bytes on Linux and 104 on macOS, with the closing zero. */
const SOCKET_PATH_MAX_BYTES = 103;

/** A unix socket, or a named pipe on Windows. */
function socketPath(): EnvField<string> {
  const inner = z
    .string()
    .refine(
      (text) =>
        text.startsWith('\\\\.\\pipe\\') ||
        (isAbsolute(text) && Buffer.byteLength(text) <= SOCKET_PATH_MAX_BYTES),
    );
  return {
    schema: optional(inner, undefined),
    allowed: `an absolute path of at most ${SOCKET_PATH_MAX_BYTES} bytes (a limit of unix sockets)`,
    secret: false,
  };
}

/** `smtp://user:password@host:587`, or `smtps:` for TLS from the first byte. */
function smtpUrl(): EnvField<string> {
  const inner = z.string().refine((text) => {
    const url = URL.parse(text);
    return url !== null && /^smtps?:$/.test(url.protocol) && url.hostname !== '';
  });
  return {
    schema: optional(inner, undefined),
    allowed: 'a URL such as smtp://user:password@mail.example.com:587',
    secret: true,
  };
}

/** `desk@example.com`, or `Desk <desk@example.com>`. */
function mailbox(): EnvField<string> {
  const inner = z.string().regex(/^[^<>@\r\n]{0,100}<?[^\s<>@]{1,64}@[^\s<>@]{1,255}>?$/);
  return {
    schema: optional(inner, undefined),
    allowed: 'an address such as Desk <desk@example.com>',
    secret: false,
  };
}

/** What a log of events calls itself for ever: a host and a path, without a scheme. */
function logOrigin(): EnvField<string> {
  const inner = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,100}(\/[a-z0-9._-]{1,50}){1,4}$/);
  return {
    schema: optional(inner, undefined),
    allowed: 'a name such as example.com/audit that never changes',
    secret: false,
  };
}

/** `10.0.0.0/8, 2001:db8::/32`: networks, separated by commas. */
function networks(): EnvField<readonly string[]> {
  const inner = z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .refine((parts) => parts.every(isNetwork));
  return {
    schema: optional(inner, undefined),
    allowed: 'networks such as 10.0.0.0/8, separated by commas',
    secret: false,
  };
}

function isNetwork(text: string): boolean {
  const [base = '', bits, ...more] = text.split('/');
  const most = isIP(base) === 4 ? 32 : 128;
  return (
    isIP(base) !== 0 &&
    more.length === 0 &&
    /^\d{1,3}$/.test(bits ?? '0') &&
    Number(bits ?? 0) <= most
  );
}

/** Some of these words, separated by commas: `kraken, binance`. Each once. */
function wordsOf<const W extends readonly string[]>(words: W): EnvField<readonly W[number][]> {
  const inner = z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .refine((parts) => parts.every((part) => words.includes(part)))
    .refine((parts) => new Set(parts).size === parts.length)
    .transform((parts) => parts as readonly W[number][]);
  return {
    schema: optional(inner, undefined),
    allowed: `some of ${words.join(', ')}, separated by commas`,
    secret: false,
  };
}

/** As many as an engine follows. */
const INSTRUMENTS_MAX = 64;

/** `BTC/USDT, ETH/EUR`: pairs of assets, separated by commas. */
function instruments(): EnvField<readonly string[]> {
  const inner = z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .refine((parts) => parts.length <= INSTRUMENTS_MAX)
    .refine((parts) => parts.every((part) => /^[A-Z0-9]{1,16}\/[A-Z0-9]{1,16}$/.test(part)));
  return {
    schema: optional(inner, undefined),
    allowed: `at most ${INSTRUMENTS_MAX} pairs such as BTC/USDT, separated by commas`,
    secret: false,
  };
}

/** Names of others' things: a token, the ARN of a key. */
function name(): EnvField<string> {
  return {
    schema: z.string().regex(/^[!-~](?:[ -~]{0,198}[!-~])?$/),
    allowed: 'printable characters, at most 200',
    secret: false,
  };
}

/** The same, where the variable may be left out: then it is undefined. */
function maybe<T>(inner: EnvField<T>): EnvField<T | undefined> {
  return { ...inner, schema: z.union([z.undefined(), inner.schema]) };
}

export const field = {
  integer,
  oneOf,
  flag,
  port,
  postgresUrl,
  origin,
  absolutePath,
  socketPath,
  smtpUrl,
  mailbox,
  logOrigin,
  networks,
  wordsOf,
  instruments,
  name,
  maybe,
};

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const DEPLOYMENTS = ['DEMO', 'PRODUCTION'] as const;
export type Deployment = (typeof DEPLOYMENTS)[number];

/** What every process reads. */
export const commonFields = {
  DEPLOYMENT: oneOf(DEPLOYMENTS),
  LOG_LEVEL: oneOf(LOG_LEVELS, 'info'),
  STOP_DEADLINE_MS: integer({ min: 100, max: 120_000, fallback: 10_000 }),
  /** For children of a supervisor that may be killed itself: they end when it does. */
  STOP_WITH_PARENT: flag(false),
};
