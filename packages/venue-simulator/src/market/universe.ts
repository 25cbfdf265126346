/** The simulated universe: assets with their behaviour. Prices and figures are of the kind of 2026. */
import type { AssetModel } from './model.ts';

const coin = (
  asset: string,
  startPrice: number,
  volatility: number,
  factorLoading: number,
): AssetModel => ({
  asset,
  startPrice,
  volatility,
  factorLoading,
  jumpsPerYear: 12,
  jumpSize: 0.03,
  pullPerDay: 0,
});

const pegged = (asset: string, startPrice: number, volatility: number): AssetModel => ({
  asset,
  startPrice,
  volatility,
  factorLoading: 0.1,
  jumpsPerYear: 0,
  jumpSize: 0,
  pullPerDay: 0.3,
});

/** US dollars are the unit of the model and have no price of their own. */
export const ASSETS: readonly AssetModel[] = [
  coin('BTC', 92_000, 0.48, 0.93),
  coin('ETH', 3_150, 0.62, 0.9),
  coin('SOL', 141, 0.85, 0.8),
  coin('XRP', 2.18, 0.8, 0.72),
  coin('ADA', 0.61, 0.85, 0.78),
  coin('DOGE', 0.16, 0.95, 0.74),
  coin('LTC', 84, 0.75, 0.75),
  pegged('USDT', 1, 0.006),
  pegged('USDC', 1, 0.003),
  pegged('EUR', 1.16, 0.07),
];
