/**
 * Which requests to the procedures are looked at at all (ASVS 3.5). tRPC takes forms and octet
 * streams too, which another site can send without asking first; so a mutation has to come from a
 * page of ours, as JSON, with a header that no other site can set without a preflight.
 */
import type { ErrorCode } from '../public-error.ts';

/** Sent by our own client with everything it posts. */
export const CSRF_HEADER = 'x-csrf';

/** Largest body of a mutation. Files will have a route of their own. */
export const MAX_BODY_BYTES = 256 * 1024;

/** Procedures in one request. Ours sends one; this is for the schema's sake. */
export const MAX_BATCH = 10;

export interface RequestRefusal {
  readonly code: Extract<ErrorCode, 'Forbidden' | 'WrongMediaType' | 'TooLarge'>;
  readonly sentence: string;
}

export interface RequestHead {
  readonly method: string;
  readonly header: (name: string) => string | null;
}

const OWN_SITES: ReadonlySet<string | null> = new Set([null, 'same-origin', 'none']);

function refuse(code: RequestRefusal['code'], sentence: string): RequestRefusal {
  return { code, sentence };
}

/** Whether it is a page of ours that asks; of a request that changes something, its origin too. */
export function judgeOrigin(head: RequestHead, ownOrigin: string): RequestRefusal | null {
  if (!OWN_SITES.has(head.header('sec-fetch-site'))) {
    return refuse('Forbidden', `Only pages of ${ownOrigin} may ask this.`);
  }
  if (head.method === 'GET') return null;
  if (head.header('origin') !== ownOrigin) {
    return refuse('Forbidden', `Only pages of ${ownOrigin} may change anything. Nothing was done.`);
  }
  return null;
}

/** Why a request is turned away before it is read; null when it may be read. */
export function judgeRequest(head: RequestHead, ownOrigin: string): RequestRefusal | null {
  const foreign = judgeOrigin(head, ownOrigin);
  if (foreign !== null || head.method === 'GET') return foreign;
  if (head.header(CSRF_HEADER) !== '1') {
    return refuse('Forbidden', `The header ${CSRF_HEADER} is missing. Nothing was done.`);
  }
  const type = head.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    return refuse('WrongMediaType', 'Only JSON is read here. Nothing was done.');
  }
  const announced = head.header('content-length');
  if (announced !== null && !(Number(announced) <= MAX_BODY_BYTES)) return tooLarge();
  return null;
}

function tooLarge(): RequestRefusal {
  const sentence = `The request is larger than ${MAX_BODY_BYTES} bytes. Nothing was done.`;
  return refuse('TooLarge', sentence);
}

/** Reads a body and counts while it comes, because the announced length may be a lie. */
export async function readBody(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number = MAX_BODY_BYTES,
): Promise<Uint8Array<ArrayBuffer> | RequestRefusal> {
  if (body === null) return new Uint8Array();
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body) {
    bytes += part.byteLength;
    // Leaving the loop cancels the stream: the rest is never read.
    if (bytes > maxBytes) return tooLarge();
    parts.push(part);
  }
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}
