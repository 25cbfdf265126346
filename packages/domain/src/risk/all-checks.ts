/** Every check of this context by its code: what is missing here does not compile. */
import type { RISK_CHECK_CODES } from '../trading/index.ts';
import { concentration } from './checks/concentration.ts';
import { dailyVolumeShare } from './checks/daily-volume-share.ts';
import { duplicateOrder } from './checks/duplicate-order.ts';
import { fatFingerMedian, fatFingerValue, fatFingerVolume } from './checks/fat-finger.ts';
import { freeBalance } from './checks/free-balance.ts';
import { grossExposure } from './checks/gross-exposure.ts';
import { leverage } from './checks/leverage.ts';
import { dailyLoss, drawdownFromPeak, drawdownFromStart } from './checks/losses.ts';
import type { RunCheck } from './checks/measure.ts';
import { messageRate } from './checks/message-rate.ts';
import { netExposure } from './checks/net-exposure.ts';
import { orderValue } from './checks/order-value.ts';
import { position } from './checks/position.ts';
import { priceCollar } from './checks/price-collar.ts';
import { priceCollarPeriod } from './checks/price-collar-period.ts';
import { crossedPrice, stalePrice } from './checks/price-health.ts';
import { repeatedExecution } from './checks/repeated-execution.ts';
import { crossing, selfTrade } from './checks/self-trade.ts';
import { terms } from './checks/terms.ts';
import { tradingState } from './checks/trading-state.ts';
import { valueAtRisk, varBreaches } from './checks/value-at-risk.ts';
import { venueCounterparty } from './checks/venue-counterparty.ts';

export const RISK_CHECKS: Readonly<Record<(typeof RISK_CHECK_CODES)[number], RunCheck>> = {
  TradingState: tradingState,
  Terms: terms,
  PriceCollar: priceCollar,
  PriceCollarPeriod: priceCollarPeriod,
  FatFingerValue: fatFingerValue,
  FatFingerVolume: fatFingerVolume,
  FatFingerMedian: fatFingerMedian,
  MessageRate: messageRate,
  RepeatedExecution: repeatedExecution,
  DuplicateOrder: duplicateOrder,
  FreeBalance: freeBalance,
  Position: position,
  Concentration: concentration,
  GrossExposure: grossExposure,
  NetExposure: netExposure,
  Leverage: leverage,
  OrderValue: orderValue,
  DailyLoss: dailyLoss,
  DrawdownFromPeak: drawdownFromPeak,
  DrawdownFromStart: drawdownFromStart,
  ValueAtRisk: valueAtRisk,
  VarBreaches: varBreaches,
  DailyVolumeShare: dailyVolumeShare,
  VenueCounterparty: venueCounterparty,
  StalePrice: stalePrice,
  CrossedPrice: crossedPrice,
  SelfTrade: selfTrade,
  Crossing: crossing,
};
