/** Invented figures for charts. Every walk starts from a seed, so that pictures stay the same. */

function walk(
  seed: number,
  count: number,
  step: (previous: number, chance: number) => number,
): number[] {
  let state = seed;
  let value = 0;
  return Array.from({ length: count }, (_, index) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    value = index === 0 ? step(0, 0.5) : step(value, state / 4_294_967_296);
    return value;
  });
}

const iso = (ms: number) => new Date(ms).toISOString();
const DAY_MS = 86_400_000;

/** A year of net asset value and of what it is compared with, by day. */
export const NAV_POINTS = (() => {
  const start = Date.UTC(2026, 0, 1);
  const own = walk(11, 325, (before, chance) =>
    before === 0 ? 42_075_732 : before * (1 + (chance - 0.487) * 0.021),
  );
  const other = walk(5, 325, (before, chance) =>
    before === 0 ? 42_075_732 : before * (1 + (chance - 0.492) * 0.017),
  );
  return own.map((value, index) => ({
    at: iso(start + index * DAY_MS),
    values: { own: value.toFixed(2), benchmark: (other[index] ?? 0).toFixed(2) },
  }));
})();

/** Returns of the same year, as ratios. */
export const RETURN_POINTS = NAV_POINTS.map(({ at, values }) => ({
  at,
  values: {
    own: (Number(values.own) / 42_075_732 - 1).toFixed(6),
    benchmark: (Number(values.benchmark) / 42_075_732 - 1).toFixed(6),
  },
}));

/** One hour of delays in milliseconds, by minute, with one bad minute. */
export const LATENCY_POINTS = (() => {
  const start = Date.UTC(2026, 10, 21, 8, 41);
  const p50 = walk(3, 61, (before, chance) => (before === 0 ? 1.9 : 0.5 * before + chance + 0.5));
  const p99 = walk(8, 61, (before, chance) =>
    before === 0 ? 3.2 : 0.4 * before + chance * 1.4 + 1.4,
  );
  return p50.map((value, index) => ({
    at: iso(start + index * 60_000),
    values: {
      p50: value.toFixed(3),
      p99: ((p99[index] ?? 0) + (index === 46 ? 2.6 : 0)).toFixed(3),
    },
  }));
})();

/** Daily results as ratios, for a histogram. */
export const DAILY_RESULTS: readonly string[] = RETURN_POINTS.slice(1).map(({ values }, index) =>
  (Number(values.own) - Number(RETURN_POINTS[index]?.values.own ?? 0)).toFixed(6),
);

/** A night of 15-minute candles that rises towards the morning. */
export const CANDLES = (() => {
  const start = Date.UTC(2026, 10, 20, 9, 0);
  const closes = walk(21, 96, (before, chance) =>
    before === 0 ? 67_050 : before + (chance - 0.462) * 190,
  );
  const noise = walk(33, 96, (_, chance) => chance);
  return closes.map((close, index) => {
    const open = closes[index - 1] ?? close - 20;
    const room = 12 + (noise[index] ?? 0) * 60;
    return {
      at: iso(start + index * 900_000),
      open: open.toFixed(2),
      high: (Math.max(open, close) + room).toFixed(2),
      low: (Math.min(open, close) - room * 0.9).toFixed(2),
      close: close.toFixed(2),
      volume: (40 + (noise[(index * 7) % 96] ?? 0) * 180).toFixed(4),
    };
  });
})();

const level = (price: number, quantity: number) => ({
  price: price.toFixed(2),
  quantity: quantity.toFixed(4),
});

export const BOOK = (() => {
  const sizes = walk(4, 80, (_, chance) => 0.3 + chance * 1.4);
  return {
    bids: sizes.slice(0, 40).map((size, index) => level(68_392 - index * 1.75, size)),
    asks: sizes.slice(40).map((size, index) => level(68_394.5 + index * 1.75, size * 0.9)),
  };
})();

export const SPARKS = {
  steady: walk(2, 40, (_, chance) => 35 + chance * 8).map((value) => value.toFixed(1)),
  rising: walk(6, 40, (before, chance) => before * 0.96 + chance * 2 + before * 0.07).map((value) =>
    value.toFixed(1),
  ),
  broken: walk(9, 40, (_, chance) => chance * 10).map((value, index) =>
    index > 16 && index < 23 ? null : value.toFixed(1),
  ),
} as const;
