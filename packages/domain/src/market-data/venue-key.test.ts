import { describe, expect, it } from 'vitest';
import { addMs, parseUtcTime, unwrap } from '../kernel/index.ts';
import {
  afterEvent,
  afterSilence,
  CLOCK_OFFSET_MAX_MS,
  checkActivation,
  drainEnd,
  isEnded,
  judgeProbe,
  type KeyAges,
  type KeyToActivate,
  maskedKeyNameSchema,
  maskKeyName,
  PROBE_FRESH_MS,
  PROBE_PATIENCE_MS,
  type ProbedPermissions,
  VENUE_KEY_STATUSES,
  VENUE_KEY_TRANSITIONS,
  type VenueKeyEvent,
  type VenueKeyId,
  type VenueKeyStatus,
  warningsOf,
} from './index.ts';

const NOW = unwrap(parseUtcTime('2026-11-21T12:00:00.000Z'));
const DAY_MS = 24 * 60 * 60_000;
const days = (n: number) => addMs(NOW, n * DAY_MS);
const GOOD: ProbedPermissions = {
  mayRead: true,
  mayTrade: true,
  mayWithdraw: false,
  isAddressBound: true,
  expiresAt: null,
};

const EVENTS: readonly VenueKeyEvent[] = [
  'Probe',
  'Pass',
  'Fail',
  'Propose',
  'Activate',
  'Drain',
  'Suspend',
  'Retire',
];

/** The whole table, written a second time: from, by, to. */
const LEGAL = `
  Submitted Probe Probing      Submitted Retire Retired
  Probing Probe Probing        Probing Pass Ready          Probing Fail Refused     Probing Retire Retired
  Ready Pass Ready             Ready Fail Refused          Ready Propose Proposed   Ready Retire Retired
  Proposed Pass Proposed       Proposed Fail Refused       Proposed Propose Proposed
  Proposed Activate Active     Proposed Retire Retired
  Active Pass Active           Active Fail Suspended       Active Drain Draining    Active Suspend Suspended
  Suspended Pass Suspended     Suspended Fail Suspended    Suspended Propose Proposed  Suspended Retire Retired
  Draining Pass Draining       Draining Fail Suspended     Draining Suspend Suspended  Draining Retire Retired`
  .trim()
  .split(/\s{2,}|\n\s*/)
  .map((line) => line.split(' ') as [VenueKeyStatus, VenueKeyEvent, VenueKeyStatus]);

describe('the statuses of a venue key', () => {
  const pairs = VENUE_KEY_STATUSES.flatMap((from) => EVENTS.map((by) => [from, by] as const));
  it.each(pairs)('%s by %s leads where the table says, or nowhere', (from, by) => {
    const legal = LEGAL.find(([status, event]) => status === from && event === by);
    expect(afterEvent(from, by)).toBe(legal?.[2]);
  });

  it('come into use by an approved proposal alone', () => {
    for (const from of VENUE_KEY_STATUSES) {
      for (const by of EVENTS) {
        if (from === 'Active' || afterEvent(from, by) !== 'Active') continue;
        expect([from, by]).toEqual(['Proposed', 'Activate']);
      }
    }
  });

  it('can all be reached, and every one but the ends leads to an end', () => {
    const reach = (start: VenueKeyStatus) => {
      const seen = new Set([start]);
      for (const status of seen) {
        for (const next of Object.values(VENUE_KEY_TRANSITIONS[status])) seen.add(next);
      }
      return seen;
    };
    expect(reach('Submitted').size).toBe(VENUE_KEY_STATUSES.length);
    expect(VENUE_KEY_STATUSES.filter(isEnded)).toEqual(['Refused', 'Retired']);
    for (const status of VENUE_KEY_STATUSES) expect([...reach(status)].some(isEnded)).toBe(true);
  });
});

describe('a probed key', () => {
  const judged = (changes: Partial<ProbedPermissions>, clockOffsetMs: number | null = 3) =>
    judgeProbe({ permissions: { ...GOOD, ...changes }, clockOffsetMs }, NOW);

  it('that may read and trade, is bound to addresses and has not expired is fit', () => {
    expect(judged({})).toEqual({ kind: 'Fit' });
    expect(judged({ expiresAt: days(1) })).toEqual({ kind: 'Fit' });
    expect(judged({}, null)).toEqual({ kind: 'Fit' });
  });

  it('of a venue that does not tell about addresses is fit', () => {
    expect(judged({ isAddressBound: null })).toEqual({ kind: 'Fit' });
  });

  it.each([
    [{ mayWithdraw: true }, { code: 'MayWithdraw' }],
    [{ isAddressBound: false }, { code: 'NotAddressBound' }],
    [{ mayTrade: false }, { code: 'CannotTrade' }],
    [{ mayRead: false }, { code: 'CannotRead' }],
    [{ expiresAt: NOW }, { code: 'Expired', limit: NOW, actual: NOW }],
  ])('ASVS 13.2.2 with %j is refused', (changes, reason) => {
    expect(judged(changes)).toEqual({ kind: 'Unfit', reasons: [reason] });
  });

  it('is told everything that is wrong with it', () => {
    const verdict = judged({ mayWithdraw: true, mayTrade: false, isAddressBound: false });
    expect(verdict).toMatchObject({
      reasons: [{ code: 'MayWithdraw' }, { code: 'NotAddressBound' }, { code: 'CannotTrade' }],
    });
  });

  it('is neither fit nor unfit while the clocks differ by more than a second', () => {
    expect(judged({}, CLOCK_OFFSET_MAX_MS)).toEqual({ kind: 'Fit' });
    for (const offset of [CLOCK_OFFSET_MAX_MS + 1, -CLOCK_OFFSET_MAX_MS - 1]) {
      const unproven = { kind: 'Unproven', limitMs: CLOCK_OFFSET_MAX_MS, actualMs: 1_001 };
      expect(judged({}, offset)).toEqual(unproven);
      expect(judged({ expiresAt: days(-1) }, offset)).toEqual(unproven);
    }
  });

  it('that can withdraw is refused whatever the clocks say', () => {
    expect(judged({ mayWithdraw: true }, 60_000)).toMatchObject({ kind: 'Unfit' });
  });
});

describe('a venue that tells nothing', () => {
  it('is asked again, ever more rarely, at least every hour', () => {
    const pauses = [1, 2, 3, 8, 50, 10_000].map(
      (attempt) => Date.parse(unwrap(afterSilence(NOW, attempt, NOW))) - Date.parse(NOW),
    );
    expect(pauses).toEqual([30_000, 60_000, 120_000, 3_600_000, 3_600_000, 3_600_000]);
  });

  it('for a day has not proven the key, which is then refused', () => {
    expect(afterSilence(days(-1), 30, addMs(NOW, -1)).ok).toBe(true);
    expect(afterSilence(days(-1), 30, NOW)).toEqual({
      ok: false,
      error: { code: 'NotProven', limitMs: PROBE_PATIENCE_MS, actualMs: PROBE_PATIENCE_MS },
    });
  });
});

describe('a key that is to come into use', () => {
  const [ID, OTHER] = ['1', '2'] as [string, string] as unknown as [VenueKeyId, VenueKeyId];
  const ready: KeyToActivate = { id: ID, status: 'Ready', permissions: GOOD, probedAt: NOW };
  const check = (
    changes: Partial<KeyToActivate> = {},
    account: Parameters<typeof checkActivation>[1] = { active: null, replaces: null },
  ) => checkActivation({ ...ready, ...changes }, account, NOW);

  it.each(['Ready', 'Proposed', 'Suspended'] as const)('may, when it is %s', (status) => {
    expect(check({ status })).toEqual({ ok: true, value: GOOD });
  });

  it.each(['Submitted', 'Probing', 'Refused', 'Active', 'Draining', 'Retired'] as const)(
    'may not, when it is %s',
    (status) => {
      expect(check({ status })).toEqual({ ok: false, error: { code: 'NotProposable', status } });
    },
  );

  it('has been probed within two days', () => {
    expect(check({ probedAt: days(-2) }).ok).toBe(true);
    const actualMs = PROBE_FRESH_MS + 1;
    expect(check({ probedAt: addMs(NOW, -actualMs) })).toMatchObject({
      error: { code: 'ProbeTooOld', limitMs: PROBE_FRESH_MS, actualMs },
    });
    expect(check({ probedAt: null })).toMatchObject({ error: { actualMs: null } });
    expect(check({ permissions: null })).toMatchObject({ error: { code: 'ProbeTooOld' } });
  });

  it('is judged once more by what was probed', () => {
    expect(check({ permissions: { ...GOOD, expiresAt: NOW } })).toMatchObject({
      error: { code: 'Unfit', reasons: [{ code: 'Expired' }] },
    });
  });

  it('does not stand beside another, and takes the place of the one in use alone', () => {
    expect(check({}, { active: OTHER, replaces: null })).toMatchObject({
      error: { code: 'AccountHasKey', active: OTHER },
    });
    expect(check({}, { active: OTHER, replaces: OTHER }).ok).toBe(true);
    expect(check({}, { active: OTHER, replaces: ID })).toMatchObject({
      error: { code: 'ReplacesOther', active: OTHER },
    });
    expect(check({}, { active: null, replaces: OTHER })).toMatchObject({
      error: { code: 'ReplacesOther', active: null },
    });
  });
});

it.each([
  [false, 1, 'NothingOpen'],
  [false, -1, 'NothingOpen'],
  [true, 1, undefined],
  [null, 1, undefined],
  [true, 0, 'TimeOver'],
  [null, 0, 'TimeOver'],
] as const)('a draining key with open %s and %d hours left: %s', (hasOpen, hours, end) => {
  const drainUntil = addMs(NOW, hours * 3_600_000);
  expect(drainEnd({ drainUntil, hasOpen }, NOW)).toBe(end);
});

describe('warnings', () => {
  const fresh: KeyAges = {
    status: 'Active',
    submittedAt: days(-1),
    activatedAt: days(-1),
    lastUsedAt: days(-1),
    probedAt: days(-1),
    permissions: GOOD,
  };
  const codes = (changes: Partial<KeyAges>) =>
    warningsOf({ ...fresh, ...changes }, NOW).map(({ code }) => code);

  it('are none for a key that is new, used and looked at', () => {
    expect(codes({})).toEqual([]);
  });

  it.each([
    [{ submittedAt: days(-89) }, []],
    [{ submittedAt: days(-90) }, ['Old']],
    [{ lastUsedAt: days(-30) }, ['Unused']],
    [{ lastUsedAt: null, activatedAt: days(-31) }, ['Unused']],
    [{ status: 'Ready', activatedAt: null, lastUsedAt: null }, []],
    [{ probedAt: days(-2) }, ['ProbeTooOld']],
    [{ permissions: { ...GOOD, expiresAt: days(14) } }, []],
    [{ permissions: { ...GOOD, expiresAt: days(13) } }, ['ExpiresSoon']],
    [{ permissions: { ...GOOD, isAddressBound: null } }, ['AddressBindingUnknown']],
    [{ permissions: null, probedAt: null }, []],
  ] as const)('of %j are %j', (changes, expected) => {
    expect(codes(changes)).toEqual(expected);
  });

  it('carry limit and actual', () => {
    expect(warningsOf({ ...fresh, submittedAt: days(-100) }, NOW)).toEqual([
      { code: 'Old', limitDays: 90, actualDays: 100 },
    ]);
  });

  it('are none for a key that has ended', () => {
    expect(codes({ status: 'Retired', submittedAt: days(-400) })).toEqual([]);
    expect(codes({ status: 'Refused', submittedAt: days(-400) })).toEqual([]);
  });
});

it('a masked name is read as one; a whole key is not', () => {
  const name = 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A';
  expect(maskedKeyNameSchema.safeParse(maskKeyName(name)).success).toBe(true);
  expect(maskedKeyNameSchema.safeParse(maskKeyName('short')).success).toBe(true);
  for (const whole of [name, 'abcdefgh', 'abcdefgh…ijkl']) {
    expect(maskedKeyNameSchema.safeParse(whole).success).toBe(false);
  }
});
