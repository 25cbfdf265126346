/**
 * The one file that knows next-auth: how a password gets to us and how the session's cookie is
 * written and read. The cookie is an encrypted token (JWE, A256GCM) that holds the secret of a
 * session and nothing of what it opens; the session is a row of ours, read on each call. So of the
 * library's routes two are open: the one that gives its token against forgery, and the one that takes
 * a password.
 */
import 'server-only';
import {
  type Context,
  SESSION_SECRET_BYTES,
  type Services,
  type SessionPort,
  type SignInAnswer,
  signInWithPassword,
} from '@ultrathink/api';
import { msBetween, type UtcTime } from '@ultrathink/domain/kernel';
import type { NextRequest } from 'next/server';
import NextAuth, { type AuthOptions } from 'next-auth';
import { decode, encode } from 'next-auth/jwt';
import Credentials from 'next-auth/providers/credentials';

type CookieServices = Pick<Services, 'origin' | 'ring' | 'clock'>;

/** Until its row says otherwise, which it does sooner. */
const COOKIE_LIFE_S = 24 * 60 * 60;

/** Cookies are bound to our host alone; a plain http origin can't have the prefix that proves it. */
export function sessionCookieName(origin: string): string {
  return origin.startsWith('https:') ? '__Host-ultrathink.session' : 'ultrathink.session';
}

/** Of the key ring, so that every web process reads a cookie and no other program does. */
function cookieSecret({ ring }: CookieServices): string {
  return Buffer.from(ring.mac('session cookie', new Uint8Array())).toString('base64url');
}

/** One cookie out of the header; ours hold no sign that would have to be decoded. */
export function cookieOf(headers: { get(name: string): string | null }, name: string) {
  const pairs = (headers.get('cookie') ?? '').split(/;\s*/);
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

export interface BrowserCookies extends SessionPort {
  /** What the answer's Set-Cookie headers are to say, in order. */
  readonly answers: readonly string[];
  /** The browser is to forget everything it keeps of us. */
  readonly isCleared: boolean;
}

/** The session's cookie in one request of a browser. */
export function browserCookies(
  services: CookieServices,
  cookie: (name: string) => string | undefined,
): BrowserCookies {
  const { origin, clock } = services;
  const name = sessionCookieName(origin);
  const secret = cookieSecret(services);
  const answers: string[] = [];
  let isCleared = false;
  const attributes = `Path=/; HttpOnly; SameSite=Lax${origin.startsWith('https:') ? '; Secure' : ''}`;
  return {
    answers,
    get isCleared() {
      return isCleared;
    },
    read: () => readToken(cookie(name), secret),
    async write(sessionSecret, until) {
      const maxAge = secondsUntil(clock.now(), until);
      const token = await encode({ token: { sid: textOf(sessionSecret) }, secret, maxAge });
      answers.push(`${name}=${token}; Max-Age=${maxAge}; ${attributes}`);
    },
    clear() {
      answers.push(`${name}=; Max-Age=0; ${attributes}`);
      isCleared = true;
      return Promise.resolve();
    },
  };
}

function textOf(sessionSecret: Uint8Array): string {
  return Buffer.from(sessionSecret).toString('base64url');
}

function secondsUntil(from: UtcTime, until: UtcTime): number {
  return Math.max(1, Math.ceil(msBetween(from, until) / 1_000));
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

/** What the password step answers a page. */
export type PasswordAnswer =
  | { readonly kind: 'LetIn' }
  | { readonly kind: 'Refused'; readonly sentence: string }
  | { readonly kind: 'Wait'; readonly seconds: number; readonly sentence: string };

const REFUSED =
  'E-mail and password do not match an account that can sign in. Nothing was changed.';

/** Answers `csrf` (GET) and `callback/credentials` (POST); everything else is not there. */
export async function answerNextAuth(
  request: NextRequest,
  route: { readonly params: Promise<{ readonly nextauth: string[] }> },
  context: Context,
): Promise<Response> {
  const action = (await route.params).nextauth.join('/');
  const isCsrf = request.method === 'GET' && action === 'csrf';
  const isPassword = request.method === 'POST' && action === 'callback/credentials';
  if (!isCsrf && !isPassword) return new Response(null, { status: 404 });
  let answer: SignInAnswer = { kind: 'Refused' };
  const options = optionsFor(context.services, async (email, password) => {
    answer = await signInWithPassword(context, { email, password });
    return answer;
  });
  const response: Response = await NextAuth(request, route, options);
  return isCsrf ? response : passwordAnswer(answer, response);
}

function passwordAnswer(answer: SignInAnswer, { headers }: Response): Response {
  const told = toldOf(answer);
  const answerHeaders = new Headers();
  for (const cookie of headers.getSetCookie()) answerHeaders.append('set-cookie', cookie);
  if (told.kind === 'Wait') answerHeaders.set('retry-after', String(told.seconds));
  const status = { LetIn: 200, Refused: 401, Wait: 429 }[told.kind];
  return Response.json(told, { status, headers: answerHeaders });
}

function toldOf(answer: SignInAnswer): PasswordAnswer {
  switch (answer.kind) {
    case 'LetIn':
      return { kind: 'LetIn' };
    case 'Refused':
      return { kind: 'Refused', sentence: REFUSED };
    case 'Wait': {
      const { seconds } = answer;
      const sentence = `Too many wrong tries. Wait ${seconds} s, then try again.`;
      return { kind: 'Wait', seconds, sentence };
    }
  }
}

type CheckPassword = (email: string, password: string) => Promise<SignInAnswer>;

function optionsFor(services: CookieServices, check: CheckPassword): AuthOptions {
  const isHttps = services.origin.startsWith('https:');
  const options = { httpOnly: true, sameSite: 'lax', path: '/', secure: isHttps } as const;
  const prefix = isHttps ? '__Host-' : '';
  return {
    secret: cookieSecret(services),
    useSecureCookies: isHttps,
    session: { strategy: 'jwt', maxAge: COOKIE_LIFE_S },
    cookies: {
      sessionToken: { name: sessionCookieName(services.origin), options },
      csrfToken: { name: `${prefix}ultrathink.csrf`, options },
      callbackUrl: { name: `${prefix}ultrathink.callback`, options },
    },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    providers: [
      Credentials({
        credentials: { email: {}, password: {} },
        async authorize(given) {
          // A body of JSON can hold anything, whatever the types say.
          const { email, password } = given ?? {};
          if (typeof email !== 'string' || typeof password !== 'string') return null;
          const answer = await check(email, password);
          return answer.kind === 'LetIn' ? { id: textOf(answer.secret) } : null;
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => ({ sid: user?.id ?? token['sid'] }),
    },
    logger: { error: () => undefined, warn: () => undefined, debug: () => undefined },
  };
}
