import { randomBytes } from 'node:crypto';
import type { APIResponse } from '@playwright/test';
import { makeUuidv7 } from '@ultrathink/domain/kernel';
import { ORIGIN } from '../fixtures/env.ts';
import { expect, test } from '../fixtures/test.ts';

interface PublicError {
  readonly code: string;
  readonly quote: string;
}

function directives(answer: APIResponse): Map<string, string> {
  const policy = answer.headers()['content-security-policy'] ?? '';
  return new Map(
    policy.split(';').map((part): [string, string] => {
      const [name = '', ...values] = part.trim().split(/\s+/);
      return [name, values.join(' ')];
    }),
  );
}

for (const path of ['/', '/sign-in', '/operations', '/nowhere']) {
  test(`ASVS 3.4 ${path} carries every security header`, async ({ request }) => {
    const answer = await request.get(path);
    const headers = answer.headers();
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toMatch(/^(no-referrer|same-origin|strict-origin)/);
    expect(headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(headers['permissions-policy']).toContain('camera=()');
    expect(headers['cache-control']).toContain('no-store');
    expect(headers['x-powered-by']).toBeUndefined();
    const policy = directives(answer);
    expect(policy.get('default-src')).toMatch(/^'(self|none)'$/);
    expect(policy.get('script-src')).toMatch(/'nonce-[\w+/=-]{16,}'/);
    expect(policy.get('script-src')).not.toContain('unsafe');
    expect(policy.get('frame-ancestors')).toBe("'none'");
    expect(policy.get('object-src')).toBe("'none'");
    expect(policy.get('base-uri')).toMatch(/^'(self|none)'$/);
    expect(policy.get('form-action')).toMatch(/^'(self|none)'$/);
  });
}

test('ASVS 3.4.3 every load has a nonce of its own, and every script carries it', async ({
  request,
}) => {
  const nonces: string[] = [];
  for (let load = 0; load < 2; load += 1) {
    const answer = await request.get('/');
    const nonce = /'nonce-([^']+)'/.exec(directives(answer).get('script-src') ?? '')?.[1] ?? '';
    const scripts = [...(await answer.text()).matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
    expect(scripts.length).toBeGreaterThan(0);
    expect(scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
    nonces.push(nonce);
  }
  expect(new Set(nonces).size).toBe(2);
});

const MUTATION = '/api/trpc/operations.pingEngine';
const OWN = { origin: ORIGIN, 'sec-fetch-site': 'same-origin', 'x-csrf': '1' };
const input = () => ({ idempotencyKey: makeUuidv7(Date.now(), randomBytes(10)) });

test('ASVS 8.3 a mutation by nobody is refused with 401', async ({ request }) => {
  const answer = await request.post(MUTATION, { headers: OWN, data: input() });
  expect(answer.status()).toBe(401);
});

test.describe(() => {
  test.use({ as: 'operations' });

  test('a mutation from a page of ours is carried out', async ({ request }) => {
    const answer = await request.post(MUTATION, { headers: OWN, data: input() });
    expect(answer.status()).toBe(200);
  });

  test('an error says a closed code, a sentence and an id to quote, and nothing of the inside', async ({
    request,
  }) => {
    const answer = await request.post(MUTATION, { headers: OWN, data: { idempotencyKey: 'no' } });
    const { error } = (await answer.json()) as { error: { message: string; data: PublicError } };
    expect(answer.status()).toBe(400);
    expect(error.data).toMatchObject({ code: 'InvalidInput', httpStatus: 400 });
    expect(error.data.quote).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{2}$/);
    expect(JSON.stringify(error)).not.toMatch(/stack|node_modules|\.ts\b/);
  });
});

const FOREIGN: readonly [string, Record<string, string>][] = [
  ['another origin', { ...OWN, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
  ['another origin, old browser', { origin: 'https://evil.example', 'x-csrf': '1' }],
  ['another site that claims ours', { ...OWN, 'sec-fetch-site': 'cross-site' }],
  ['a sister site', { ...OWN, 'sec-fetch-site': 'same-site' }],
  ['no origin', { 'x-csrf': '1' }],
  ['an opaque origin', { ...OWN, origin: 'null' }],
  ['a form, which cannot set the header', { origin: ORIGIN, 'sec-fetch-site': 'same-origin' }],
];

for (const [who, headers] of FOREIGN) {
  test(`ASVS 3.5 a mutation from ${who} is refused with 403`, async ({ request }) => {
    const answer = await request.post(MUTATION, { headers, data: input() });
    expect(answer.status()).toBe(403);
  });
}

test('ASVS 3.5 a body that is not JSON is refused with 415', async ({ request }) => {
  const headers = { ...OWN, 'content-type': 'text/plain' };
  const answer = await request.post(MUTATION, { headers, data: JSON.stringify(input()) });
  expect(answer.status()).toBe(415);
});

test('a body too large is refused with 413, unread', async ({ request }) => {
  const data = { ...input(), more: 'x'.repeat(300_000) };
  expect((await request.post(MUTATION, { headers: OWN, data })).status()).toBe(413);
});

test('a query may not be asked by another site either', async ({ request }) => {
  const headers = { 'sec-fetch-site': 'cross-site' };
  const answer = await request.get('/api/trpc/operations.getPlatformHealth', { headers });
  expect(answer.status()).toBe(403);
});

test('what only a demo tells is told to its own machine alone', async ({ request }) => {
  const headers = { 'x-forwarded-for': '203.0.113.7' };
  for (const path of ['demo.people', 'demo.mails']) {
    const answer = await request.get(`/api/trpc/${path}`, { headers });
    expect([403, 404]).toContain(answer.status());
  }
});
