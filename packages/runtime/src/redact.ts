/**
 * Makes any value fit for a log line: plain, bounded, and without secrets.
 *
 * Secrets are known by the name of their field at any depth, and by their shape inside texts. The
 * copy is what gets logged, so no serializer further on can bring a secret back.
 */

export const MASK = '[redacted]';

const MAX_DEPTH = 8;
const MAX_ITEMS = 100;
const MAX_TEXT = 8_192;

/** Compared with the field's name in lower case without `-` and `_`. */
const SECRET_PART =
  /password|passwd|passphrase|secret|token|authorization|cookie|totp|apikey|privatekey|credential|recoverycode|dsn/;
const SECRET_WHOLE = new Set(['pwd', 'otp', 'sid', 'pin', 'auth', 'seed', 'mnemonic']);

/** What of an error is kept. Not its other fields: PostgreSQL's `detail` quotes rows. */
const ERROR_FIELDS = [
  'code',
  'errno',
  'syscall',
  'path',
  'address',
  'port',
  'severity',
  'schema',
  'table',
  'column',
  'constraint',
  'exitCode',
] as const;

export function isSecretName(name: string): boolean {
  const plain = name.toLowerCase().replaceAll(/[-_]/g, '');
  return SECRET_PART.test(plain) || SECRET_WHOLE.has(plain);
}

const WORDS =
  'password|passwd|pwd|passphrase|secret|token|totp|otp|api[-_]?key|authorization|cookie';

/** Order matters: the first takes whole URLs, the rest what is left. */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  // The password of a URL, even when it holds unescaped slashes or @: up to the last @ of the word.
  [/\b([a-z][a-z0-9+.-]{0,30}:\/\/[^\s:/@"']{0,200}):[^\s"'<>]{1,500}@/gi, `$1:${MASK}@`],
  [/\b(bearer|basic|digest)\s+[\w.~+/=-]{4,}/gi, `$1 ${MASK}`],
  // key=value, "key":"value", key: value; the key may carry a prefix: x-api-key, client_secret.
  [
    new RegExp(
      `((?:${WORDS})["']?\\s{0,3}[=:]\\s{0,3}["']?)(?!\\[redacted)[^\\s"'&;,)}]{1,500}`,
      'gi',
    ),
    `$1${MASK}`,
  ],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g, MASK],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, MASK],
];

export function redactText(text: string): string {
  const cut = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}… (${text.length})` : text;
  return SHAPES.reduce((clean, [shape, mask]) => clean.replace(shape, mask), cut);
}

export function redact(value: unknown): unknown {
  return copy(value, 0, []);
}

/** The fields of a log line. */
export function redactFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return copyObject(fields, 0, []);
}

function copy(value: unknown, depth: number, above: readonly object[]): unknown {
  switch (typeof value) {
    case 'string':
      return redactText(value);
    case 'bigint':
      return value.toString();
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'function':
    case 'symbol':
    case 'undefined':
      return undefined;
    case 'object':
      return value === null ? null : copyReference(value, depth, above);
    default:
      return value;
  }
}

function copyReference(value: object, depth: number, above: readonly object[]): unknown {
  if (above.includes(value)) return '[circular]';
  if (depth >= MAX_DEPTH) return '[deeper]';
  const path = [...above, value];
  if (value instanceof Error) return copyError(value, depth, path);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof URL) return redactText(value.href);
  if (Array.isArray(value)) return copyList(value, depth, path);
  if (value instanceof Set) return copyList([...value.values()], depth, path);
  if (value instanceof Map) {
    const entries = [...value].map(([key, item]) => [String(key), item] as const);
    return copyObject(Object.fromEntries(entries), depth, path);
  }
  if ('toJSON' in value && typeof value.toJSON === 'function') {
    const made: unknown = guarded(() => (value as { toJSON(): unknown }).toJSON());
    return copy(made, depth + 1, path);
  }
  return copyObject(value, depth, path);
}

/** A getter or toJSON may throw; a log line never does. */
function guarded(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return '[unreadable]';
  }
}

function copyObject(
  value: object,
  depth: number,
  path: readonly object[],
): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  const names = Object.keys(value);
  for (const name of names.slice(0, MAX_ITEMS)) {
    const item = guarded(() => (value as Record<string, unknown>)[name]);
    if (item === undefined) continue;
    out[name] = isSecretName(name) && item !== null ? MASK : copy(item, depth + 1, path);
  }
  if (names.length > MAX_ITEMS) out['…'] = `${names.length - MAX_ITEMS} more`;
  return out;
}

function copyList(value: readonly unknown[], depth: number, path: readonly object[]): unknown[] {
  const items = value.slice(0, MAX_ITEMS).map((item) => copy(item, depth + 1, path) ?? null);
  return value.length > MAX_ITEMS ? [...items, `… ${value.length - MAX_ITEMS} more`] : items;
}

function copyError(error: Error, depth: number, path: readonly object[]): Record<string, unknown> {
  const out: Record<string, unknown> = {
    name: error.name,
    message: redactText(error.message),
  };
  if (error.stack !== undefined) out['stack'] = redactText(error.stack);
  for (const name of ERROR_FIELDS) {
    const item = guarded(() => (error as unknown as Record<string, unknown>)[name]);
    if (item !== undefined) out[name] = copy(item, depth + 1, path);
  }
  if (error.cause !== undefined) out['cause'] = copy(error.cause, depth + 1, path);
  if (error instanceof AggregateError) out['errors'] = copyList(error.errors, depth + 1, path);
  return out;
}
