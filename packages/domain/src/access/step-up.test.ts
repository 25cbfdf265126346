import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PersonId, type SessionId, unwrap } from '../kernel/index.ts';
import type { FactorId, StepUpId } from './ids.ts';
import { ALPHA, BETA, id, noon } from './samples.ts';
import {
  type Action,
  actionHash,
  type Challenge,
  type FactorProof,
  proveByFactor,
  proveBySignIn,
  type SignInProof,
  STEP_UP_LIFE_MS,
  type StepUp,
  useStepUp,
} from './step-up.ts';

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());
const ACTION: Action = {
  permission: 'ledger.proposeTransfer',
  resource: { kind: 'Client', client: ALPHA },
  subject: 'transfer 1',
  input: { amount: '1.5', asset: 'BTC' },
};
const hashOf = (changes: Partial<Action>) => unwrap(actionHash(sha256, { ...ACTION, ...changes }));
const INPUTS = fc.dictionary(
  fc.constantFrom('amount', 'asset', 'to', 'memo'),
  fc.oneof(fc.string(), fc.maxSafeInteger(), fc.boolean(), fc.constant(null)),
);
const HASH = hashOf({});
const OTHER = hashOf({ input: { amount: '15', asset: 'BTC' } });

const bearer = { person: id<PersonId>(1), session: id<SessionId>(1) };
const challenge = (changes: Partial<Challenge> = {}): Challenge => ({
  id: id<StepUpId>(1),
  ...bearer,
  actionHash: HASH,
  shownAt: noon(),
  accepts: ['Totp', 'Passkey'],
  ...changes,
});
const signIn = (changes: Partial<SignInProof> = {}): SignInProof => ({
  ...bearer,
  factor: id<FactorId>(1),
  kind: 'Totp',
  at: noon(),
  timeStep: 100,
  countedFor: null,
  ...changes,
});
const proof = (changes: Partial<FactorProof> = {}): FactorProof => {
  const { countedFor: _counted, ...factor } = signIn(changes);
  return factor;
};
const codeOf = (result: { ok: boolean; error?: { code: string } }) =>
  result.ok ? 'Proven' : result.error?.code;

describe('the hash of an action', () => {
  it('changes with the permission, the resource, the subject and the input', () => {
    const hashes = [
      HASH,
      OTHER,
      hashOf({ permission: 'ledger.proposeAdjustment' }),
      hashOf({ resource: { kind: 'Client', client: BETA } }),
      hashOf({ subject: 'transfer 2' }),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(hashOf({ input: { asset: 'BTC', amount: '1.5' } })).toBe(HASH);
  });

  it('is refused for what has no exact text', () => {
    expect(actionHash(sha256, { ...ACTION, input: { amount: 1.5 } })).toMatchObject({
      error: { code: 'NotAnInteger', pointer: '/input/amount' },
    });
  });
});

describe('a sign-in as proof', () => {
  const by = (changes: Partial<SignInProof>, ms: number, shown = challenge()) =>
    codeOf(proveBySignIn(shown, signIn(changes), noon(ms)));

  it('counts while it is younger than 60 seconds', () => {
    expect([0, 59_999, 60_000].map((ms) => by({}, ms))).toEqual(['Proven', 'Proven', 'TooOld']);
  });

  it('counts for one action only', () => {
    expect(by({ countedFor: OTHER }, 1)).toBe('SignInUsed');
    expect(by({ countedFor: HASH }, 1)).toBe('SignInUsed');
  });

  it('does not count when its clock is ahead of ours', () => {
    expect(by({ at: noon(2) }, 1)).toBe('FromTheFuture');
  });

  it('counts only for the same person, in the same session', () => {
    expect(by({ person: id<PersonId>(2) }, 1)).toBe('OtherPerson');
    expect(by({ session: id<SessionId>(2) }, 1)).toBe('OtherSession');
  });

  it('does not count where a stronger factor is asked for, nor by recovery code', () => {
    expect(by({}, 1, challenge({ accepts: ['Passkey'] }))).toBe('FactorTooWeak');
    expect(by({ kind: 'Passkey' }, 1, challenge({ accepts: ['Passkey'] }))).toBe('Proven');
    expect(by({ kind: 'RecoveryCode', timeStep: null }, 1)).toBe('FactorTooWeak');
  });
});

describe('a factor as proof', () => {
  const by = (changes: Partial<FactorProof>, last: number | null = null, ms = 1000) =>
    codeOf(proveByFactor(challenge(), proof({ at: noon(ms), ...changes }), last, noon(ms)));

  it('needs the next code after the one that signed in', () => {
    expect([99, 100, 101].map((timeStep) => by({ timeStep }, 100))).toEqual([
      'CodeUsed',
      'CodeUsed',
      'Proven',
    ]);
  });

  it('needs the time step of a code', () => {
    expect(by({ timeStep: null })).toBe('CodeUsed');
  });

  it('may be another factor at once', () => {
    expect(by({ kind: 'Passkey', timeStep: null, factor: id<FactorId>(2) }, 100)).toBe('Proven');
  });

  it('is given after the action was shown, and within five minutes', () => {
    expect(by({ at: noon(-1) })).toBe('FromTheFuture');
    expect(by({}, null, STEP_UP_LIFE_MS - 1)).toBe('Proven');
    expect(by({}, null, STEP_UP_LIFE_MS)).toBe('TooOld');
  });

  it('is never a recovery code', () => {
    expect(by({ kind: 'RecoveryCode', timeStep: null })).toBe('FactorTooWeak');
  });
});

describe('a step-up', () => {
  const proven: StepUp = unwrap(proveByFactor(challenge(), proof(), null, noon()));
  const use = (stepUp: StepUp, changes: object, ms: number) =>
    codeOf(useStepUp(stepUp, { ...bearer, actionHash: HASH, ...changes }, noon(ms)));

  it('serves the exact action it was shown for, for less than five minutes', () => {
    expect([0, STEP_UP_LIFE_MS - 1, STEP_UP_LIFE_MS, -1].map((ms) => use(proven, {}, ms))).toEqual([
      'Proven',
      'Proven',
      'TooOld',
      'FromTheFuture',
    ]);
  });

  it('serves once', () => {
    const used = unwrap(useStepUp(proven, { ...bearer, actionHash: HASH }, noon(1)));
    expect(used.usedAt).toBe(noon(1));
    expect(use(used, {}, 2)).toBe('StepUpUsed');
  });

  it('serves no other action, person or session', () => {
    expect(use(proven, { actionHash: OTHER }, 1)).toBe('OtherAction');
    expect(use(proven, { person: id<PersonId>(2) }, 1)).toBe('OtherPerson');
    expect(use(proven, { session: id<SessionId>(2) }, 1)).toBe('OtherSession');
  });

  it('serves no input but the one shown, whatever it is changed to', () => {
    fc.assert(
      fc.property(INPUTS, (input) => {
        const hash = actionHash(sha256, { ...ACTION, input });
        fc.pre(hash.ok && hash.value !== HASH);
        if (hash.ok) expect(use(proven, { actionHash: hash.value }, 1)).toBe('OtherAction');
      }),
    );
  });
});
