import { randomBytes } from 'node:crypto';
import type { FactorId } from '@ultrathink/domain/access';
import { addMs, type PersonId } from '@ultrathink/domain/kernel';
import { createKeyRing, createSystemIds, systemClock } from '@ultrathink/runtime';
import { generateSync } from 'otplib';
import { describe, expect, it } from 'vitest';
import { newRecoveryCodes, recoveryCodeHash } from './recovery-codes.ts';
import { newTotpSecret, sealTotp, timeStepOf, totpUri } from './totp.ts';

const ids = createSystemIds();
const ring = createKeyRing('people', [randomBytes(32)]);

function anAuthenticator() {
  const owner = { id: ids.next<FactorId>(), person: ids.next<PersonId>() };
  const secret = newTotpSecret();
  const factor = { ...owner, secret: sealTotp(ring, owner, secret), lastTimeStep: null };
  const codeAt = (ms: number) => generateSync({ secret, epoch: Math.floor(ms / 1_000) });
  return { factor, secret, codeAt };
}

const now = systemClock.now();
const nowMs = Date.parse(now);

describe('a code of an authenticator', () => {
  it('ASVS 6.5.5 is good in its own 30 seconds and those beside them, and then no more', () => {
    const { factor, codeAt } = anAuthenticator();
    const step = Math.floor(nowMs / 30_000);
    expect(timeStepOf(ring, factor, codeAt(nowMs), now)).toBe(step);
    expect(timeStepOf(ring, factor, codeAt(nowMs - 30_000), now)).toBe(step - 1);
    expect(timeStepOf(ring, factor, codeAt(nowMs), addMs(now, 90_000))).toBeUndefined();
    expect(timeStepOf(ring, factor, codeAt(nowMs), addMs(now, -90_000))).toBeUndefined();
  });

  it('ASVS 6.5.1 is refused when it or a later one was used', () => {
    const { factor, codeAt } = anAuthenticator();
    const step = Math.floor(nowMs / 30_000);
    for (const lastTimeStep of [step, step + 1]) {
      expect(timeStepOf(ring, { ...factor, lastTimeStep }, codeAt(nowMs), now)).toBeUndefined();
    }
  });

  it("of somebody else's secret is no code: a sealed secret opens for its own factor alone", () => {
    const { factor, codeAt } = anAuthenticator();
    const other = { ...factor, person: ids.next<PersonId>() };
    expect(timeStepOf(ring, other, codeAt(nowMs), now)).toBeUndefined();
  });

  it.each(['', '12345', '1234567', 'abcdef', '000000000000'])('is not %j', (code) => {
    expect(timeStepOf(ring, anAuthenticator().factor, code, now)).toBeUndefined();
  });

  it('is set up from a text every app reads', () => {
    expect(totpUri('JBSWY3DPEHPK3PXP', 'ada@example.com')).toMatch(
      /^otpauth:\/\/totp\/ultrathink:ada%40example\.com\?secret=JBSWY3DPEHPK3PXP/,
    );
  });
});

describe('recovery codes', () => {
  it('ASVS 6.5.2 are ten of 128 bits, and what is kept of them is a hash', () => {
    const { codes, hashes } = newRecoveryCodes();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code.replaceAll('-', '')).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
    expect(hashes).toEqual(codes.map(recoveryCodeHash));
  });

  it('are read however they are typed', () => {
    const [code = ''] = newRecoveryCodes().codes;
    const typed = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
    expect(recoveryCodeHash(typed)).toEqual(recoveryCodeHash(code));
  });
});
