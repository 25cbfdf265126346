import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Asset, decimal, fromEpochMs, lessThan, sum } from '../kernel/index.ts';
import type { InstrumentId } from '../market-data/index.ts';
import type { OrderReport, VenueFill } from './order.ts';
import {
  afterNews,
  type ConfirmingRule,
  type ConfirmingStep,
  type News,
  nextStep,
  type OwnedTotals,
  type SentRequest,
  type Unconfirmed,
  unconfirmed,
} from './unconfirmed.ts';

const RULE: ConfirmingRule = {
  absence: { acceptanceMs: 5000, marginMs: 11_000, isResendSafe: false },
  everyMs: 1000,
  humanAfterMs: 120_000,
  mostResends: 3,
};
const RESENDS: ConfirmingRule = {
  ...RULE,
  absence: { acceptanceMs: null, marginMs: 0, isResendSafe: true },
};
const SENT: SentRequest = { request: 'New', sentMs: 0, sendableUntilMs: 60_000 };

const at = fromEpochMs(1_795_000_000_000);
const common = {
  orderId: '1',
  clOrdId: null,
  instrument: 'BTC/EUR' as InstrumentId,
  side: 'Buy',
} as const;

const report = (ordStatus: OrderReport['ordStatus'], cumQty = '0'): OrderReport => ({
  ...common,
  ordStatus,
  orderQty: null,
  cumQty: decimal(cumQty),
  avgPx: null,
  at: null,
  text: null,
});

const fill = (execId: string): VenueFill => ({
  ...common,
  execId,
  lastQty: decimal('1') as VenueFill['lastQty'],
  lastPx: decimal('100') as VenueFill['lastPx'],
  fee: null,
  isMaker: null,
  at,
});

const totals = (eur: number): OwnedTotals => new Map([['EUR' as Asset, decimal(`${eur}`)]]);
const ENDS = ['Adopt', 'AbsentProven', 'HandToHuman'];

/** Plays a venue until the machine ends; what it answers is up to `answer`. */
function play(
  rule: ConfirmingRule,
  sent: SentRequest,
  answer: (step: ConfirmingStep, nowMs: number) => { news: readonly News[]; tookMs: number },
): { steps: ConfirmingStep[]; state: Unconfirmed; endedMs: number; end: ConfirmingStep } {
  let [state, nowMs] = [unconfirmed(sent), sent.sentMs];
  const steps: ConfirmingStep[] = [];
  for (let n = 0; n < 2000; n += 1) {
    const step = nextStep(state, rule, nowMs);
    steps.push(step);
    if (ENDS.includes(step.kind)) return { steps, state, endedMs: nowMs, end: step };
    if (step.kind === 'Wait') {
      expect(step.untilMs).toBeGreaterThan(nowMs);
      nowMs = step.untilMs;
      continue;
    }
    const { news, tookMs } = answer(step, nowMs);
    nowMs += tookMs;
    for (const one of news) state = afterNews(state, one, nowMs, rule);
  }
  throw new Error('It never ended.');
}

/** What really happened at the venue, and how it answers. */
interface Truth {
  /** When the request took effect; null: it was lost. */
  readonly arrivesMs: number | null;
  readonly fillsMs: readonly number[];
  /** Readers know what happened so long ago. */
  readonly lagMs: number;
  readonly healsMs: number;
}

const truth: fc.Arbitrary<Truth> = fc.record({
  arrivesMs: fc.option(fc.integer({ min: 0, max: 5000 })),
  fillsMs: fc.array(fc.integer({ min: 5000, max: 30_000 }), { maxLength: 3 }),
  lagMs: fc.integer({ min: 0, max: 10_000 }),
  healsMs: fc.integer({ min: 0, max: 90_000 }),
});

/** Of the venue's answers some fail until it heals, at the will of a list of throws. */
function venueOf({ arrivesMs, fillsMs, lagMs, healsMs }: Truth, fails: readonly boolean[]) {
  let asked = 0;
  return (step: ConfirmingStep, nowMs: number) => {
    const isFailing = nowMs < healsMs && (fails[asked % fails.length] ?? false);
    asked += 1;
    const seenMs = nowMs - lagMs;
    const isThere = arrivesMs !== null && arrivesMs <= seenMs;
    const fills = isThere
      ? fillsMs.filter((ms) => ms <= seenMs).map((ms, n) => fill(`${ms}-${n}`))
      : [];
    const tookMs = 200;
    if (isFailing) return { news: [{ kind: 'NoInformation' } as const], tookMs: 5000 };
    if (step.kind !== 'Ask') return { news: [{ kind: 'Resent' } as const], tookMs };
    const told = (): News => {
      if (step.question === 'Fills') return { kind: 'Fills', fills, askedMs: nowMs };
      if (step.question === 'Balances') {
        return { kind: 'Balances', totals: totals(1000 - fills.length), askedMs: nowMs };
      }
      if (!isThere) return { kind: 'NotFound', askedMs: nowMs };
      const status = fills.length === 0 ? 'New' : 'PartiallyFilled';
      return { kind: 'Found', report: report(status, `${fills.length}`), askedMs: nowMs };
    };
    return { news: [told()], tookMs };
  };
}

const fails = fc.array(fc.boolean(), { minLength: 1, maxLength: 12 });

describe('A7-3 A7-5 A7-6 an order whose outcome is not proven', () => {
  it('is never proven absent while it is there, however readers lag and questions fail', () => {
    let absent = 0;
    fc.assert(
      fc.property(truth, fails, (what, failing) => {
        const { end } = play(RULE, SENT, venueOf(what, failing));
        if (end.kind === 'AbsentProven') {
          absent += 1;
          expect(what.arrivesMs).toBeNull();
        }
        if (what.arrivesMs !== null && what.healsMs < 60_000) expect(end.kind).toBe('Adopt');
      }),
      // Had it never come to that, nothing would be shown: one that was lost is among them always.
      {
        numRuns: 500,
        examples: [[{ arrivesMs: null, fillsMs: [], lagMs: 0, healsMs: 0 }, [false]]],
      },
    );
    expect(absent).toBeGreaterThan(0);
  });

  it('ends, whatever the venue does, and by a proof where the venue heals in time', () => {
    fc.assert(
      fc.property(truth, fails, (what, failing) => {
        const { end, endedMs } = play(RULE, SENT, venueOf(what, failing));
        expect(endedMs).toBeLessThanOrEqual(RULE.humanAfterMs + 5000);
        if (what.healsMs < 60_000) expect(end.kind).not.toBe('HandToHuman');
      }),
    );
    const never = play(RULE, SENT, () => ({ news: [{ kind: 'NoInformation' }], tookMs: 100 }));
    expect(never.end.kind).toBe('HandToHuman');
    expect(never.endedMs).toBeGreaterThanOrEqual(RULE.humanAfterMs);
  });

  it('A7-4 is adopted with every fill that its report counts, the fills first', () => {
    fc.assert(
      fc.property(truth, fails, (what, failing) => {
        const { end } = play(RULE, SENT, venueOf(what, failing));
        if (end.kind !== 'Adopt') return;
        const booked = sum(end.fills.map(({ lastQty }) => lastQty));
        expect(lessThan(booked, end.report.cumQty)).toBe(false);
        expect(new Set(end.fills.map(({ execId }) => execId)).size).toBe(end.fills.length);
      }),
    );
  });
});

/** Anything that could come at any time, with any age. */
const news: fc.Arbitrary<News> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .integer({ min: 0, max: 40_000 })
      .map((age) => ({ kind: 'NotFound' as const, askedMs: age })),
  },
  {
    weight: 6,
    arbitrary: fc
      .integer({ min: 0, max: 40_000 })
      .map((age) => ({ kind: 'Fills' as const, fills: [], askedMs: age })),
  },
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.integer({ min: 0, max: 40_000 }), fc.constantFrom(1000, 1000, 1000, 999))
      .map(([age, eur]) => ({ kind: 'Balances' as const, totals: totals(eur), askedMs: age })),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'NoInformation' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'Resent' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'Filled' as const, fill: fill('x') }) },
  {
    weight: 1,
    arbitrary: fc.constant({ kind: 'Found' as const, report: report('New', '1'), askedMs: 0 }),
  },
);

/** `askedMs` of the arbitrary is an age; here it becomes a moment before now. */
const datedAt = (one: News, nowMs: number): News =>
  'askedMs' in one ? { ...one, askedMs: nowMs - (one.askedMs % 3000) } : one;

describe('any interleaving of answers', () => {
  const runs = fc.array(fc.tuple(fc.integer({ min: 1, max: 8000 }), news), {
    minLength: 6,
    maxLength: 60,
  });
  const acceptMs = 16_000;
  /** Not found, over and over, with no fills and the same balances: what chance may never tell. */
  const PROVEN: [number, News][] = Array.from({ length: 5 }, () => [
    [8_000, { kind: 'NotFound', askedMs: 0 }] satisfies [number, News],
    [8_000, { kind: 'Fills', fills: [], askedMs: 0 }] satisfies [number, News],
    [8_000, { kind: 'Balances', totals: totals(1000), askedMs: 0 }] satisfies [number, News],
  ]).flat();

  it('leads to absence only by two proper not-founds after the last sending, and nothing seen', () => {
    let absent = 0;
    fc.assert(
      fc.property(runs, fc.constantFrom('New' as const, 'Cancel' as const), (list, request) => {
        let [state, nowMs, lastSentMs] = [unconfirmed({ ...SENT, request }), 0, 0];
        let [proper, isSeen] = [0, false];
        for (const [passMs, raw] of list) {
          nowMs += passMs;
          const one = datedAt(raw, nowMs);
          state = afterNews(state, one, nowMs, RULE);
          if (one.kind === 'Resent') [lastSentMs, proper] = [nowMs, 0];
          if (one.kind === 'Found' || one.kind === 'Filled') isSeen = true;
          if (one.kind === 'NotFound' && one.askedMs >= lastSentMs + acceptMs) proper += 1;
          if (nextStep(state, RULE, nowMs).kind !== 'AbsentProven') continue;
          absent += 1;
          expect({ request, isSeen }).toEqual({ request: 'New', isSeen: false });
          expect(proper).toBeGreaterThanOrEqual(2);
        }
      }),
      { numRuns: 3000, examples: [[PROVEN, 'New']] },
    );
    expect(absent).toBeGreaterThan(0);
  });

  it('never leads to absence where the venue tells no bound, however often nothing is found', () => {
    fc.assert(
      fc.property(runs, (list) => {
        let [state, nowMs] = [unconfirmed(SENT), 0];
        for (const [passMs, raw] of list) {
          nowMs += passMs;
          state = afterNews(state, datedAt(raw, nowMs), nowMs, RESENDS);
          expect(nextStep(state, RESENDS, nowMs).kind).not.toBe('AbsentProven');
        }
      }),
    );
  });

  it('never makes time alone an answer', () => {
    const ever = fc.integer({ min: 0, max: 10 ** 9 });
    fc.assert(
      fc.property(ever, (nowMs) => {
        const { kind } = nextStep(unconfirmed(SENT), RULE, nowMs);
        expect(kind).not.toBe('AbsentProven');
        expect(kind).not.toBe('Adopt');
      }),
    );
  });
});

describe('the same bytes again', () => {
  const kindsOf = (steps: readonly ConfirmingStep[]) => steps.map(({ kind }) => kind);
  const notFound = (_: ConfirmingStep, nowMs: number) => ({
    news: [{ kind: 'NotFound', askedMs: nowMs } as const],
    tookMs: 100,
  });
  const lost = (step: ConfirmingStep, nowMs: number) =>
    step.kind === 'Resend'
      ? { news: [{ kind: 'Resent' } as const], tookMs: 100 }
      : notFound(step, nowMs);

  it('are never sent where a second order could come of it', () => {
    fc.assert(
      fc.property(truth, fails, (what, failing) => {
        const { steps } = play(RULE, SENT, venueOf(what, failing));
        expect(kindsOf(steps)).not.toContain('Resend');
      }),
    );
  });

  it('are sent so often and no more where the venue knows them by their id', () => {
    const { steps, end } = play(RESENDS, SENT, lost);
    expect(kindsOf(steps).filter((kind) => kind === 'Resend')).toHaveLength(RESENDS.mostResends);
    expect(end.kind).toBe('HandToHuman');
  });

  it('are not sent past the order’s age limit', () => {
    const { steps } = play(RESENDS, { ...SENT, sendableUntilMs: 0 }, lost);
    expect(kindsOf(steps)).not.toContain('Resend');
  });

  it('A7-11 of a cancel are sent while the order is seen to work, and only its end ends it', () => {
    let sent = 0;
    const cancel = { ...SENT, request: 'Cancel' } as const;
    const { end, steps } = play(RULE, cancel, (step, nowMs) => {
      if (step.kind === 'Resend') {
        sent += 1;
        return { news: [{ kind: 'Resent' }], tookMs: 100 };
      }
      if (step.kind === 'Ask' && step.question === 'Fills') {
        return { news: [{ kind: 'Fills', fills: [fill('a')], askedMs: nowMs }], tookMs: 100 };
      }
      const found = sent < 2 ? report('New') : report('Canceled', '1');
      return { news: [{ kind: 'Found', report: found, askedMs: nowMs }], tookMs: 100 };
    });
    expect(sent).toBe(2);
    expect(kindsOf(steps)[0]).toBe('Ask');
    expect(end).toMatchObject({ kind: 'Adopt', report: { ordStatus: 'Canceled' } });
  });

  it('A7-11 a canceled order that is not found is not canceled by that', () => {
    const { end } = play(RULE, { ...SENT, request: 'Cancel' }, notFound);
    expect(end.kind).toBe('HandToHuman');
  });
});

it('A7-13 balances that moved between the two looks begin the proof anew', () => {
  let looks = 0;
  const { end, endedMs } = play(RULE, SENT, (step, nowMs) => {
    const question = step.kind === 'Ask' ? step.question : 'Order';
    if (question === 'Balances') looks += 1;
    const one: News =
      question === 'Balances'
        ? { kind: 'Balances', totals: totals(Math.min(looks, 3)), askedMs: nowMs }
        : question === 'Fills'
          ? { kind: 'Fills', fills: [], askedMs: nowMs }
          : { kind: 'NotFound', askedMs: nowMs };
    return { news: [one], tookMs: 10 };
  });
  expect(end.kind).toBe('AbsentProven');
  expect(looks).toBe(4);
  expect(endedMs).toBeGreaterThan(16_000);
});
