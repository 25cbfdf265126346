/** What the invented firm decided: figures that let a demo trade and stop it where a firm would. */
import type { CommercialTier } from '@ultrathink/domain/clients';
import type { ClientCategory } from '@ultrathink/domain/compliance';
import type { LimitKind } from '@ultrathink/domain/risk';

export const VENUES = ['binance', 'coinbase', 'kraken'] as const;

/** What the simulated venues list, the same pairs at two of them or more. */
export const INSTRUMENTS = [
  'BTC/USDT',
  'ETH/USDT',
  'SOL/USDT',
  'BTC/USD',
  'ETH/USD',
  'BTC/EUR',
  'ETH/EUR',
  'SOL/EUR',
] as const;

/** All of what the simulator's customer has at each venue, so that books and venue agree from the start. */
export const HOLDINGS = [
  { asset: 'USDT', amount: 1_000_000n, cost: null },
  { asset: 'USD', amount: 1_000_000n, cost: null },
  { asset: 'EUR', amount: 1_000_000n, cost: null },
  { asset: 'BTC', amount: 10n, cost: { instrument: 'BTC/USDT', price: '92000' } },
  { asset: 'ETH', amount: 100n, cost: { instrument: 'ETH/USDT', price: '3150' } },
  { asset: 'SOL', amount: 1_000n, cost: { instrument: 'SOL/USDT', price: '141' } },
] as const;

interface ClientFigures {
  readonly tier: CommercialTier;
  readonly category: ClientCategory;
  /** Whole percents of all holdings, onto the client's first account. */
  readonly share: bigint;
}

const figures = (tier: CommercialTier, category: ClientCategory, share: bigint): ClientFigures => ({
  tier,
  category,
  share,
});

const FIGURES: Readonly<Record<string, ClientFigures>> = {
  'Northgate Pension Trust': figures('Institutional', 'Professional', 25n),
  'Halden Capital Partners': figures('Institutional', 'Professional', 20n),
  'Tamar Sovereign Reserve': figures('Sovereign', 'EligibleCounterparty', 15n),
  'Ostrava Mutual Insurance': figures('Professional', 'Professional', 7n),
  'Kestrel Prime Services': figures('PrimeBrokerage', 'EligibleCounterparty', 10n),
  'Vantor Family Office': figures('Professional', 'Professional', 8n),
  'Bancaria Adriatica': figures('EligibleCounterparty', 'EligibleCounterparty', 5n),
  'Sable Ridge Market Making': figures('PrimeBrokerage', 'EligibleCounterparty', 5n),
  'Port Albion University Endowment': figures('Professional', 'Professional', 3n),
  'Rosamund Elmsworth': figures('Retail', 'Retail', 2n),
};

export function figuresOf(name: string): ClientFigures {
  const known = FIGURES[name];
  if (known === undefined) throw new Error(`Nothing is decided for ${name}.`);
  return known;
}

/** So many percents of an amount, exactly. */
export function shareOf(amount: bigint, percents: bigint): string {
  const hundredths = amount * percents;
  const rest = (hundredths % 100n).toString().padStart(2, '0');
  return `${hundredths / 100n}.${rest}`;
}

type Limits = Readonly<Partial<Record<LimitKind, string>>>;

/** Money is in US dollars. Every kind has a limit here, so that none is missing below. */
export const FIRM_LIMITS: Limits = {
  PriceCollar: '0.05',
  PriceCollarPeriod: '0.1',
  FatFingerValue: '2000000',
  FatFingerVolume: '1000000',
  FatFingerMedian: '100',
  MessageRate: '600',
  RepeatedExecution: '50',
  DuplicateOrder: '250',
  Position: '50000000',
  Concentration: '1',
  GrossExposure: '60000000',
  NetExposure: '60000000',
  Leverage: '1.5',
  OrderValue: '1000000',
  DailyLoss: '2000000',
  DrawdownFromPeak: '0.3',
  DrawdownFromStart: '0.4',
  ValueAtRisk: '6000000',
  VarBreaches: '10',
  DailyVolumeShare: '0.1',
  VenueCounterparty: '30000000',
  StalePrice: '5000',
};
export const INSTRUMENT_LIMITS: Limits = { Position: '20000000', OrderValue: '750000' };
export const VENUE_LIMITS: Limits = { VenueCounterparty: '12000000' };
export const CLIENT_LIMITS: Limits = {
  Position: '5000000',
  OrderValue: '500000',
  DailyLoss: '400000',
};
export const ACCOUNT_LIMITS: Limits = { OrderValue: '250000' };

export const LIMITED_INSTRUMENTS = ['BTC/USDT', 'ETH/USDT'] as const;

export const CHECKS = { calm: '0.04', floor: '0.25' } as const;
export const ROUTING = {
  maxAgeMs: 3_000,
  depth: 50,
  penaltyBpsPer100Ms: '0.2',
  penaltyBpsOfRejects: '10',
  latencyMsMax: 5_000,
  rejectRateMax: '0.5',
  limitCounts: 'Price',
  restsAt: 'Several',
  cushionBps: '10',
} as const;
