/** How limits, levels and stops are called on pages. */
import type { KillGrade, LimitKind, LimitLevel, StateLevel } from '@ultrathink/domain/risk';

export const KIND_WORDS: Readonly<Record<LimitKind, string>> = {
  PriceCollar: 'Price collar',
  PriceCollarPeriod: 'Price collar over time',
  FatFingerValue: 'Order value, at once',
  FatFingerVolume: 'Order quantity, at once',
  FatFingerMedian: 'Times the median order',
  MessageRate: 'Messages a minute',
  RepeatedExecution: 'Executions in a row',
  DuplicateOrder: 'Equal orders apart',
  Position: 'Position',
  Concentration: 'Concentration',
  GrossExposure: 'Gross exposure',
  NetExposure: 'Net exposure',
  Leverage: 'Leverage',
  OrderValue: 'Order value',
  DailyLoss: 'Loss of a day',
  DrawdownFromPeak: 'Drawdown from the peak',
  DrawdownFromStart: 'Drawdown from the start',
  ValueAtRisk: 'Value at risk',
  VarBreaches: 'Days over value at risk',
  DailyVolumeShare: 'Share of a day’s volume',
  VenueCounterparty: 'Held at one venue',
  StalePrice: 'Age of a price',
};

export const UNIT_WORDS = {
  Money: 'USD',
  Quantity: 'units',
  Ratio: '',
  Count: '',
  Milliseconds: 'ms',
} as const;

export const LEVEL_WORDS: Readonly<Record<LimitLevel, string>> = {
  firm: 'Firm',
  client: 'Client',
  account: 'Account',
  strategy: 'Strategy',
  instrument: 'Instrument',
  venue: 'Venue',
};

export const STATE_LEVEL_WORDS: Readonly<Record<StateLevel, string>> = {
  firm: 'Firm',
  client: 'Client',
  account: 'Account',
  strategy: 'Strategy',
  venueKey: 'Venue key',
};

/** What each grade does, mildest first: each does what the ones before it do. */
export const GRADE_WORDS: Readonly<
  Record<KillGrade, { readonly name: string; readonly does: string }>
> = {
  REDUCING: { name: 'Reduce only', does: 'Only orders that make positions smaller.' },
  HALT_NEW: { name: 'No new orders', does: 'Nothing new is sent. What works, works on.' },
  CANCEL_ALL: { name: 'Cancel all', does: 'Nothing new, and every working order is cancelled.' },
  FLATTEN: {
    name: 'Flatten',
    does: 'Everything is cancelled, then positions are closed at the market.',
  },
};
