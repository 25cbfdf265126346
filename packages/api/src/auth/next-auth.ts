/**
 * The one file that knows next-auth: how the session's cookie is written and read. The cookie is an
 * encrypted token (JWE, A256GCM) that holds the secret of a session and nothing of what it opens.
 */

import { msBetween, type UtcTime } from '@ultrathink/domain/kernel';
import type { KeyRing } from '@ultrathink/runtime';
import { decode, encode } from 'next-auth/jwt';
import type { Services } from '../context.ts';
import { SESSION_SECRET_BYTES, type SessionPort } from './session-port.ts';

/** Cookies are bound to our host alone; a plain http origin can't have the prefix that proves it. */
export function sessionCookieName(origin: string): string {
  return origin.startsWith('https:') ? '__Host-ultrathink.session' : 'ultrathink.session';
}

/** Of the key ring, so that a cookie is read by every web process and by no other program. */
export function cookieSecret(ring: KeyRing): string {
  return Buffer.from(ring.mac('session cookie', new Uint8Array())).toString('base64url');
}

export interface BrowserCookies extends SessionPort {
  /** What the answer's Set-Cookie headers are to say, in order. */
  readonly answers: readonly string[];
  /** The browser is to forget everything it keeps of us. */
  readonly isCleared: boolean;
}

/** The port for one request of a browser. */
export function browserCookies(
  { origin, ring, clock }: Pick<Services, 'origin' | 'ring' | 'clock'>,
  cookieOf: (name: string) => string | undefined,
): BrowserCookies {
  const name = sessionCookieName(origin);
  const secret = cookieSecret(ring);
  const answers: string[] = [];
  let isCleared = false;
  const attributes = `Path=/; HttpOnly; SameSite=Lax${origin.startsWith('https:') ? '; Secure' : ''}`;
  return {
    answers,
    get isCleared() {
      return isCleared;
    },
    read: () => readToken(cookieOf(name), secret),
    async write(sessionSecret, until) {
      const maxAge = secondsUntil(clock.now(), until);
      const token = await writeToken(sessionSecret, secret, maxAge);
      answers.push(`${name}=${token}; Max-Age=${maxAge}; ${attributes}`);
    },
    clear() {
      answers.push(`${name}=; Max-Age=0; ${attributes}`);
      isCleared = true;
      return Promise.resolve();
    },
  };
}

function secondsUntil(from: UtcTime, until: UtcTime): number {
  return Math.max(1, Math.ceil(msBetween(from, until) / 1_000));
}

function writeToken(sessionSecret: Uint8Array, secret: string, maxAge: number): Promise<string> {
  const sid = Buffer.from(sessionSecret).toString('base64url');
  return encode({ token: { sid }, secret, maxAge });
}

async function readToken(token: string | undefined, secret: string): Promise<Uint8Array | null> {
  if (token === undefined || token === '') return null;
  try {
    const sid = (await decode({ token, secret }))?.['sid'];
    const bytes = typeof sid === 'string' ? Buffer.from(sid, 'base64url') : null;
    return bytes?.length === SESSION_SECRET_BYTES ? bytes : null;
  } catch {
    // Forged, cut, or of a ring that is gone: a cookie that opens nothing.
    return null;
  }
}
