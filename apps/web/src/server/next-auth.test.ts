import { randomBytes } from 'node:crypto';
import { addMs } from '@ultrathink/domain/kernel';
import { createKeyRing, systemClock } from '@ultrathink/runtime';
import { expect, it, vi } from 'vitest';

// The marker of a bundler, which has nothing to mark here.
vi.mock('server-only', () => ({}));
const { browserCookies, cookieOf, sessionCookieName } = await import('./next-auth.ts');

const ring = createKeyRing('people', [randomBytes(32)]);
const services = { origin: 'https://desk.example.com', ring, clock: systemClock };
const secret = randomBytes(32);
const none = () => undefined;

async function written(changes: Partial<typeof services> = {}): Promise<string> {
  const cookies = browserCookies({ ...services, ...changes }, none);
  await cookies.write(secret, addMs(systemClock.now(), 60_000));
  return cookies.answers[0] ?? '';
}

const tokenIn = (answer: string) => answer.slice(answer.indexOf('=') + 1, answer.indexOf(';'));

it('ASVS 3.3.1 3.3.3 3.3.4 the cookie belongs to our host alone, over https, out of reach of scripts', async () => {
  expect(await written()).toMatch(
    /^__Host-ultrathink\.session=[\w.-]+; Max-Age=60; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
  );
  expect(await written({ origin: 'http://localhost:3000' })).toMatch(
    /^ultrathink\.session=[\w.-]+; Max-Age=60; Path=\/; HttpOnly; SameSite=Lax$/,
  );
});

it('ASVS 7.2.2 the cookie holds the secret of a session, encrypted, and nothing else', async () => {
  const answer = await written();
  expect(answer).not.toContain(secret.toString('base64url'));
  expect(await browserCookies(services, () => tokenIn(answer)).read()).toEqual(secret);
});

it('a cookie that is forged, cut, foreign or empty opens nothing', async () => {
  const answer = tokenIn(await written());
  const foreign = { ...services, ring: createKeyRing('people', [randomBytes(32)]) };
  const forged = [
    `${answer.slice(0, -4)}AAAA`,
    answer.slice(0, 40),
    'eyJhbGciOiJub25lIn0.e30.',
    '',
  ];
  for (const cookie of forged)
    expect(await browserCookies(services, () => cookie).read()).toBeNull();
  expect(await browserCookies(foreign, () => answer).read()).toBeNull();
});

it('signing out takes the cookie away, and what the browser keeps', async () => {
  const cookies = browserCookies(services, none);
  await cookies.clear();
  expect(cookies.answers[0]).toMatch(/^__Host-ultrathink\.session=; Max-Age=0;/);
  expect(cookies.isCleared).toBe(true);
});

it('is found among others, by its whole name', () => {
  const headers = new Headers({ cookie: 'x__Host-a=1; __Host-a=2; b=3' });
  expect(cookieOf(headers, '__Host-a')).toBe('2');
  expect(cookieOf(headers, 'a')).toBeUndefined();
  expect(sessionCookieName('https://a.example')).toBe('__Host-ultrathink.session');
});
