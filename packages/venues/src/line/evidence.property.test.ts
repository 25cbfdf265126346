import { fromEpochMs } from '@ultrathink/domain/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Evidence } from '../contract/answer.ts';
import { createMasker, type Exchange } from './evidence.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/=";&?% {}\\';
const SECRET = fc
  .array(fc.constantFrom(...LETTERS), { minLength: 8, maxLength: 60 })
  .map((letters) => letters.join(''));
const PLAIN = fc.string({ maxLength: 40 });

function exchange(parts: Partial<Exchange['request']>, responseBody = ''): Exchange {
  return {
    operation: 'order.place',
    request: { method: 'POST', url: 'https://venue.test/order', headers: {}, body: null, ...parts },
    response: { status: 200, headers: {}, body: responseBody },
    sentAt: fromEpochMs(0),
    durationMs: 1,
    fault: null,
  };
}

/** Every text of it, one by one. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}

function spelled(secret: string): readonly string[] {
  const form = new URLSearchParams([['', secret]]).toString().slice(1);
  return [secret, encodeURIComponent(secret), form, JSON.stringify(secret).slice(1, -1)];
}

function expectHidden(evidence: Evidence, secret: string): void {
  for (const text of textsOf(evidence)) {
    for (const spelling of spelled(secret)) expect(text).not.toContain(spelling);
  }
}

describe('Evidence', () => {
  it('never holds a secret that is known, wherever it stands and however it is spelled', () => {
    fc.assert(
      fc.property(
        SECRET,
        SECRET,
        PLAIN,
        fc.integer({ min: 0, max: 300 }),
        (secret, other, plain, most) => {
          const { evidence } = createMasker(
            { headers: [], parameters: [], values: [secret, other] },
            most,
          );
          const spellings = spelled(secret);
          for (const spelling of spellings) {
            const made = evidence({
              ...exchange(
                {
                  url: `https://venue.test/${encodeURIComponent(plain)}?k=${spelling}&z=1`,
                  headers: { 'x-any': `${plain}${spelling}` },
                  body: `${plain}${spelling}${plain}${other}`,
                },
                JSON.stringify({ told: [secret, { deep: other }] }),
              ),
              fault: `ConnectionLost: ${spelling}`,
            });
            expectHidden(made, secret);
            expectHidden(made, other);
          }
        },
      ),
    );
  });

  it('never holds the beginning of a secret at which a body was cut', () => {
    fc.assert(
      fc.property(SECRET, fc.integer({ min: 1, max: 80 }), (secret, most) => {
        const masker = createMasker({ headers: [], parameters: [], values: [secret] }, most);
        const before = '.'.repeat(Math.max(0, most - Math.ceil(secret.length / 2)));
        const body = masker.evidence(exchange({ body: before + secret })).request.body ?? '';
        const kept = body.replace(/\[cut: \d+ characters\]$/, '').replaceAll('.', '');
        expect(['', '[masked]']).toContain(kept);
      }),
    );
  });

  it('never holds what stands under a secret name, in a query, a form or JSON, cut or whole', () => {
    const value = SECRET.map((text) => `Q${text.replaceAll(/[^A-Za-z0-9]/g, 'x')}`);
    fc.assert(
      fc.property(value, fc.integer({ min: 0, max: 400 }), (unknown, most) => {
        const { evidence } = createMasker(
          { headers: ['API-Sign'], parameters: ['signature', 'token'], values: [] },
          most,
        );
        const json = JSON.stringify({ a: 1, Token: unknown, b: [{ signature: unknown }], c: 2 });
        const odd = `{"token": {"inner": "${unknown}"}, "b": 1}`;
        for (const body of [json, odd, `a=1&signature=${unknown}&b=2`, `token=${unknown}`]) {
          const made = evidence(
            exchange(
              {
                url: `https://venue.test/o?signature=${unknown}&x=1`,
                headers: { 'api-sign': unknown, Authorization: `Bearer ${unknown}` },
                body,
              },
              body,
            ),
          );
          for (const text of textsOf(made)) expect(text).not.toContain(unknown);
        }
      }),
    );
  });

  it('leaves everything else as it went out, and says what it cut', () => {
    const { evidence } = createMasker({ headers: [], parameters: ['signature'], values: [] }, 40);
    const made = evidence(
      exchange({ body: 'symbol=BTCUSDT&nonce=7&signature=abc' }, 'x'.repeat(100)),
    );
    expect(made.request.body).toBe('symbol=BTCUSDT&nonce=7&signature=[masked]');
    expect(made.response?.body).toBe(`${'x'.repeat(40)}[cut: 100 characters]`);
  });

  it('hides a signed token wherever it stands, and keeps no more headers than it should', () => {
    const { evidence } = createMasker({ headers: [], parameters: [], values: [] }, 1_000);
    const token = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl';
    const headers = Object.fromEntries(Array.from({ length: 90 }, (_, n) => [`h${n}`, 'v']));
    const made = evidence(exchange({ body: `jwt ${token}!`, headers }));
    expect(made.request.body).toBe('jwt [masked]!');
    expect(Object.keys(made.request.headers)).toHaveLength(40);
  });
});
