import { describe, expect, it } from 'vitest';
import { type ClientId, fromEpochMs, type PersonId } from '../kernel/index.ts';
import { API_KEY_PATTERN, apiKeyHashSchema, apiKeyHint, apiKeyHintSchema } from './api-key.ts';
import type { GrantId, OrganisationId } from './ids.ts';
import {
  type GrantPayload,
  grantEnd,
  grantPayloadSchema,
  networkSchema,
  plainTextSchema,
} from './payloads.ts';
import { HOUR_MS, id, NOON_MS, noon } from './samples.ts';

describe('text that people write', () => {
  it.each(['Lost her telephone.', 'Zeile eins\nZeile zwei', '👍 naïve Ωmega', '\ttabbed'])(
    'may be %j',
    (text) => expect(plainTextSchema(100).safeParse(text).success).toBe(true),
  );

  it.each(['\u0000', 'a\u0007b', '\ud800', '\u0085', 'x'.repeat(101)])(
    'may not be %j: it could not be hashed, stored or read',
    (text) => expect(plainTextSchema(100).safeParse(text).success).toBe(false),
  );
});

describe('a network', () => {
  it.each(['203.0.113.7', '203.0.113.0/24', '2001:db8::/32', '::1', '0.0.0.0/0'])('is %s', (text) =>
    expect(networkSchema.safeParse(text).success).toBe(true),
  );

  it.each(['203.0.113.0/33', '2001:db8::/129', '203.0.113', 'localhost', '', '1.2.3.4 '])(
    'is not %j',
    (text) => expect(networkSchema.safeParse(text).success).toBe(false),
  );
});

describe('a grant as it is proposed', () => {
  const payload: GrantPayload = {
    grant: id<GrantId>(1),
    person: id<PersonId>(2),
    organisation: id<OrganisationId>(3),
    role: 'BreakGlass',
    clients: [id<ClientId>(4)],
    until: null,
    lifeMs: 2 * HOUR_MS,
    reason: 'Orders hang.',
  };

  it('is read back from its JSON as it was, and with nothing more in it not at all', () => {
    const json: unknown = JSON.parse(JSON.stringify(payload));
    expect(grantPayloadSchema.parse(json)).toEqual(payload);
    expect(grantPayloadSchema.safeParse({ ...payload, isAdmin: true }).success).toBe(false);
  });

  it('with hours begins to count them when it is agreed to; otherwise it ends when it says', () => {
    expect(grantEnd(payload, noon())).toBe(fromEpochMs(NOON_MS + 2 * HOUR_MS));
    expect(grantEnd({ ...payload, lifeMs: null, until: noon(5) }, noon())).toBe(noon(5));
  });
});

it('a key of an interface is known by its first signs, which are not enough to use it', () => {
  const key = `ut_${'aB3_'.repeat(10)}xyz`;
  expect(key).toMatch(API_KEY_PATTERN);
  expect(apiKeyHintSchema.parse(apiKeyHint(key))).toBe('ut_aB3_');
  expect(apiKeyHashSchema.safeParse(key).success).toBe(false);
});
