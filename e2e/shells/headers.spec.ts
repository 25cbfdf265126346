import type { APIResponse } from '@playwright/test';
import { ORIGIN } from '../fixtures/env.ts';
import { expect, test } from '../fixtures/test.ts';

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
    expect(headers['strict-transport-security']).toMatch(/max-age=(\d{8,}); includeSubDomains/);
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

/** A mutation that does not exist: whoever may ask hears that, whoever may not hears 403 first. */
const MUTATION = '/api/trpc/nothing.here';

test('ASVS 3.5 a mutation from another origin is refused before it is looked at', async ({
  request,
}) => {
  const foreign: Record<string, string>[] = [
    { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    { origin: 'https://evil.example' },
    { origin: ORIGIN, 'sec-fetch-site': 'cross-site' },
    { origin: ORIGIN, 'sec-fetch-site': 'same-site' },
    { origin: 'null' },
  ];
  for (const headers of foreign) {
    const answer = await request.post(MUTATION, { headers, data: {} });
    expect([headers, answer.status()]).toEqual([headers, 403]);
  }
  const own = { origin: ORIGIN, 'sec-fetch-site': 'same-origin' };
  const answer = await request.post(MUTATION, { headers: own, data: {} });
  expect(answer.status()).toBe(404);
});

test('a body too large is refused with 413, unread', async ({ request }) => {
  const headers = { origin: ORIGIN, 'sec-fetch-site': 'same-origin' };
  const data = { text: 'x'.repeat(5_000_000) };
  expect((await request.post(MUTATION, { headers, data })).status()).toBe(413);
});
