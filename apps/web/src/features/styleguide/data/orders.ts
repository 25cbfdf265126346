import type { OrdStatusName } from '@/ui/status-words.ts';

/** An order as a blotter shows it. Figures are decimal text; every one of them is invented. */
export interface SampleOrder {
  readonly id: string;
  readonly at: string;
  readonly client: string;
  readonly side: 'Buy' | 'Sell';
  readonly instrument: string;
  readonly ordType: string;
  readonly quantity: string;
  /** Decimals of the instrument's lot and tick. */
  readonly lot: number;
  readonly tick: number;
  /** Share filled, as a ratio. */
  readonly filled: string;
  readonly leaves: string;
  readonly limit: string | null;
  readonly avgPx: string | null;
  readonly notional: string;
  readonly status: OrdStatusName;
  /** Clock of a request without a proven outcome. */
  readonly unconfirmed?: string;
  readonly parts?: readonly SampleOrder[];
}

type Brief = readonly [
  at: string,
  id: string,
  client: string,
  side: 'Buy' | 'Sell',
  instrument: string,
  ordType: string,
  quantity: string,
  filled: string,
  leaves: string,
  limit: string | null,
  avgPx: string | null,
  notional: string,
  status: OrdStatusName,
];

const SCALES: Readonly<Record<string, readonly [lot: number, tick: number]>> = {
  'BTC-USD': [4, 2],
  'ETH-USD': [2, 2],
  'SOL-USD': [1, 3],
  'XRP-USD': [0, 4],
  'ADA-USD': [0, 4],
};

function order(brief: Brief, more: Partial<SampleOrder> = {}): SampleOrder {
  const [time, id, client, side, instrument, ordType, quantity, filled, leaves] = brief;
  const [, , , , , , , , , limit, avgPx, notional, status] = brief;
  const [lot, tick] = SCALES[instrument] ?? [2, 2];
  const at = `2026-11-21T${time}.000Z`;
  const words = { id, at, client, side, instrument, ordType, status };
  return { ...words, quantity, lot, tick, filled, leaves, limit, avgPx, notional, ...more };
}

const SLICE = order([
  '09:40:20',
  'O-4179.5',
  'slice 5 of 10',
  'Buy',
  'SOL-USD',
  'Limit',
  '450.0',
  '0.75',
  '112.5',
  '171.42',
  '171.398',
  '77139.00',
  'PartiallyFilled',
]);

const BRIEFS: readonly Brief[] = [
  [
    '09:40:51',
    'O-4181',
    'Meridian Family Office',
    'Sell',
    'ETH-USD',
    'Limit',
    '120.00',
    '0.704',
    '35.50',
    '2612.40',
    '2612.87',
    '313488.00',
    'PartiallyFilled',
  ],
  [
    '09:40:59',
    'O-4180',
    'Osprey Bank',
    'Buy',
    'XRP-USD',
    'Limit',
    '250000',
    '0',
    '250000',
    '0.6184',
    null,
    '154600.00',
    'PendingNew',
  ],
  [
    '09:38:20',
    'O-4179',
    'Corvane Global Macro',
    'Buy',
    'SOL-USD',
    'TWAP',
    '4500.0',
    '0.475',
    '2362.5',
    null,
    '171.284',
    '770778.00',
    'PartiallyFilled',
  ],
  [
    '09:37:02',
    'O-4176',
    'Northgate Capital',
    'Sell',
    'BTC-USD',
    'StopLimit',
    '5.0000',
    '0',
    '5.0000',
    '66900.00',
    null,
    '334500.00',
    'New',
  ],
  [
    '09:31:10',
    'O-4168',
    'Vantoor Reserve Fund',
    'Buy',
    'BTC-USD',
    'Limit',
    '40.0000',
    '0.78',
    '8.8000',
    '68380.00',
    '68371.16',
    '2735200.00',
    'PartiallyFilled',
  ],
  [
    '09:22:37',
    'O-4160',
    'Aster Treasury',
    'Sell',
    'ETH-USD',
    'Limit',
    '300.00',
    '0.12',
    '264.00',
    '2631.00',
    '2631.22',
    '789300.00',
    'PendingCancel',
  ],
  [
    '09:12:05',
    'O-4151',
    'Tarn Digital',
    'Buy',
    'ADA-USD',
    'MarketIfTouched',
    '90000',
    '0',
    '90000',
    '0.4410',
    null,
    '39690.00',
    'New',
  ],
  [
    '08:58:41',
    'O-4139',
    'Halden Pension Fund',
    'Buy',
    'BTC-USD',
    'Limit',
    '2.0000',
    '1',
    '0.0000',
    '68450.00',
    '68406.79',
    '136813.58',
    'Filled',
  ],
  [
    '08:47:19',
    'O-4122',
    'Halden Pension Fund',
    'Sell',
    'XRP-USD',
    'Limit',
    '45000',
    '0.63',
    '16600',
    '0.6180',
    '0.6187',
    '27810.00',
    'PartiallyFilled',
  ],
  [
    '08:31:54',
    'O-4107',
    'Lindqvist Holding',
    'Sell',
    'BTC-USD',
    'Market',
    '9.0000',
    '0',
    '9.0000',
    null,
    null,
    '0.00',
    'Rejected',
  ],
  [
    '08:15:33',
    'O-4098',
    'Meridian Family Office',
    'Buy',
    'SOL-USD',
    'Limit',
    '1200.0',
    '0',
    '0.0',
    '168.400',
    null,
    '0.00',
    'Canceled',
  ],
  [
    '07:59:59',
    'O-4071',
    'Aster Treasury',
    'Buy',
    'ETH-USD',
    'Limit',
    '380.00',
    '0.4',
    '228.00',
    '2609.00',
    '2608.14',
    '991093.20',
    'Expired',
  ],
];

/** A small morning on the desk: one Unconfirmed, one algorithm with a slice under it. */
export const SAMPLE_ORDERS: readonly SampleOrder[] = BRIEFS.map((brief) => {
  if (brief[1] === 'O-4180') return order(brief, { unconfirmed: '6.2 s' });
  return order(brief, brief[1] === 'O-4179' ? { parts: [SLICE] } : {});
});

/** Mulberry32: the same rows at every visit, so that two measurements measure the same work. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const CLIENTS = [...new Set(BRIEFS.map(([, , client]) => client))];
const INSTRUMENTS = Object.keys(SCALES);
const TYPES = ['Limit', 'Market', 'StopLimit', 'TWAP', 'MarketIfTouched'];
const STATUSES: readonly OrdStatusName[] = [
  'New',
  'PartiallyFilled',
  'Filled',
  'PendingCancel',
  'Canceled',
  'Expired',
  'Rejected',
];
const PRICES: Readonly<Record<string, number>> = {
  'BTC-USD': 6_839_325,
  'ETH-USD': 261_287,
  'SOL-USD': 171_284,
  'XRP-USD': 6_187,
  'ADA-USD': 4_410,
};
const NEWEST_MS = Date.UTC(2026, 10, 21, 9, 41);

/** Whole units as decimal text with `scale` decimals. */
function text(units: number, scale: number): string {
  if (scale === 0) return String(units);
  const digits = String(units).padStart(scale + 1, '0');
  return `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** `count` orders, newest first, from a fixed seed. */
export function makeOrders(count: number, seed = 7): readonly SampleOrder[] {
  const chance = seeded(seed);
  const pick = <Value>(list: readonly Value[]): Value =>
    list[Math.floor(chance() * list.length)] as Value;
  return Array.from({ length: count }, (_, index) => {
    const instrument = pick(INSTRUMENTS);
    const [lot, tick] = SCALES[instrument] ?? [2, 2];
    const units = Math.floor(chance() * 40_000) + 1;
    const price = Math.round((PRICES[instrument] ?? 1) * (0.95 + chance() * 0.1));
    const status = pick(STATUSES);
    const percent = status === 'Filled' ? 100 : status === 'New' ? 0 : Math.floor(chance() * 99);
    const left = Math.round((units * (100 - percent)) / 100);
    return {
      id: `O-${count - index + 4_000}`,
      at: new Date(NEWEST_MS - index * 7_300 - Math.floor(chance() * 7_000)).toISOString(),
      client: pick(CLIENTS),
      side: chance() < 0.5 ? 'Buy' : 'Sell',
      instrument,
      ordType: pick(TYPES),
      quantity: text(units, lot),
      lot,
      tick,
      filled: text(percent, 2),
      leaves: text(left, lot),
      limit: chance() < 0.15 ? null : text(price, tick),
      avgPx: percent === 0 ? null : text(price, tick),
      notional: text(Math.round((units * price) / 10 ** (lot + tick - 2)), 2),
      status,
    };
  });
}
