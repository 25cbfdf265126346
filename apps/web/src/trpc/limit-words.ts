/** How each kind of limit is called: where limits are set, and where somebody agrees to them. */
import type { LimitKind } from '@ultrathink/domain/risk';

export const LIMIT_WORDS: Readonly<Record<LimitKind, string>> = {
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
  DailyLoss: 'Loss in a day',
  DrawdownFromPeak: 'Drawdown from the peak',
  DrawdownFromStart: 'Drawdown from the start',
  ValueAtRisk: 'Value at risk',
  VarBreaches: 'Days over value at risk',
  DailyVolumeShare: 'Share of a day’s volume',
  VenueCounterparty: 'Held at one venue',
  StalePrice: 'Age of a price',
};
