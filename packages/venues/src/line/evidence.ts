/** What is kept of an exchange: bounded, and without a secret in it. */
import type { Evidence } from '../contract/answer.ts';
import type { Operation } from '../contract/operations.ts';
import type { SignedRequest } from './line.ts';
import type { Secrets } from './setup.ts';

const MASK = '[masked]';
/** Whatever an adapter names besides. */
const ALWAYS = ['authorization', 'proxy-authorization', 'cookie', 'set-cookie'];
const JWT = /eyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g;
const HEADERS_KEPT = 40;
const HEADER_CHARS = 512;

export interface Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Exchange {
  readonly operation: Operation;
  readonly request: SignedRequest;
  readonly response: Response | null;
  readonly sentAt: Evidence['sentAt'];
  readonly durationMs: number;
  readonly fault: string | null;
}

export interface Masker {
  /** Any text: secrets by value, and by their names as in a query, a form or JSON. */
  text(text: string, most: number): string;
  evidence(exchange: Exchange): Evidence;
}

export function createMasker(secrets: Secrets, bodyChars: number): Masker {
  const headerNames = new Set([...ALWAYS, ...secrets.headers.map((name) => name.toLowerCase())]);
  const values = spellings(secrets.values);
  const patterns = namePatterns(secrets.parameters);
  const text = (whole: string, most: number) => {
    const isCut = whole.length > most;
    let masked = isCut ? withoutTail(whole.slice(0, most), values) : whole;
    for (const value of values) masked = masked.replaceAll(value, MASK);
    for (const { pattern, by } of patterns) masked = masked.replace(pattern, by);
    masked = masked.replace(JWT, MASK);
    return isCut ? `${masked}[cut: ${whole.length} characters]` : masked;
  };
  const headers = (all: Readonly<Record<string, string>>) => {
    const kept = Object.entries(all).slice(0, HEADERS_KEPT);
    return Object.fromEntries(
      kept.map(([name, value]) => [
        name,
        headerNames.has(name.toLowerCase()) ? MASK : text(value, HEADER_CHARS),
      ]),
    );
  };
  return {
    text,
    evidence: ({ request, response, ...rest }) => ({
      ...rest,
      fault: rest.fault === null ? null : text(rest.fault, HEADER_CHARS),
      request: {
        method: request.method,
        url: text(request.url, bodyChars),
        headers: headers(request.headers),
        body: request.body === null ? null : text(request.body, bodyChars),
      },
      response:
        response === null
          ? null
          : {
              status: response.status,
              headers: headers(response.headers),
              body: text(response.body, bodyChars),
            },
    }),
  };
}

/** A secret as it is, as a query carries it and as JSON does; the longest first. */
function spellings(values: readonly string[]): readonly string[] {
  const all = values.flatMap((value) => [
    value,
    encodeURIComponent(value),
    new URLSearchParams([['', value]]).toString().slice(1),
    JSON.stringify(value).slice(1, -1),
  ]);
  return [...new Set(all)].filter((v) => v.length > 0).sort((a, b) => b.length - a.length);
}

/** A text that was cut may end within a secret: its beginning goes too. */
function withoutTail(text: string, values: readonly string[]): string {
  let kept = text.length;
  for (const value of values) {
    for (let length = Math.min(value.length - 1, text.length); length > 0; length -= 1) {
      if (text.endsWith(value.slice(0, length))) {
        kept = Math.min(kept, text.length - length);
        break;
      }
    }
  }
  return text.slice(0, kept);
}

/**
 * `name=value` up to the next `&` or blank, and `"name": value` in JSON: a text up to its closing
 * quote (or the end of what was cut), a number, or, where it opens an object, all that follows.
 */
function namePatterns(names: readonly string[]): readonly { pattern: RegExp; by: string }[] {
  if (names.length === 0) return [];
  const any = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  return [
    { pattern: new RegExp(`(^|[?&\\s])(${any})=[^&\\s]*`, 'gi'), by: `$1$2=${MASK}` },
    {
      pattern: new RegExp(
        `("(?:${any})"\\s*:\\s*)(?:"(?:[^"\\\\]|\\\\.)*(?:"|\\\\?$)|[[{][\\s\\S]*|[^\\s",}\\]]+)`,
        'gi',
      ),
      by: `$1"${MASK}"`,
    },
  ];
}
