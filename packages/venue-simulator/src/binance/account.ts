/** What Binance tells a customer of himself and of his key. */
import { formatFixed } from '../kernel/fixed.ts';
import type { Call } from './orders.ts';
import { eight } from './wire.ts';

export function account({ world, owner, key, now }: Call): unknown {
  const rates = world.fees.rates(owner);
  return {
    makerCommission: Number(formatFixed(rates.maker * 10_000n)),
    takerCommission: Number(formatFixed(rates.taker * 10_000n)),
    buyerCommission: 0,
    sellerCommission: 0,
    commissionRates: {
      maker: eight(rates.maker),
      taker: eight(rates.taker),
      buyer: eight(0n),
      seller: eight(0n),
    },
    canTrade: key.mayTrade,
    canWithdraw: key.mayWithdraw,
    canDeposit: true,
    brokered: false,
    requireSelfTradePrevention: false,
    preventSor: false,
    updateTime: now,
    accountType: 'SPOT',
    balances: [...world.venue.funds.all(owner)].map(([asset, { free, held }]) => ({
      asset,
      free: eight(free),
      locked: eight(held),
    })),
    permissions: ['SPOT'],
    uid: 1000,
  };
}

export function apiRestrictions({ key }: Call): unknown {
  return {
    ipRestrict: key.addresses !== null,
    createTime: key.createdAt,
    enableReading: true,
    enableSpotAndMarginTrading: key.mayTrade,
    enableWithdrawals: key.mayWithdraw,
    enableInternalTransfer: false,
    enableMargin: false,
    enableFutures: false,
    permitsUniversalTransfer: false,
    enableVanillaOptions: false,
    enableFixApiTrade: false,
    enableFixReadOnly: false,
    enablePortfolioMarginTrading: false,
  };
}

export function coins({ world }: Call): unknown {
  const assets = new Set(world.listings().flatMap(({ base, quote }) => [base, quote]));
  return [...assets].map((coin) => ({
    coin,
    name: coin,
    depositAllEnable: true,
    withdrawAllEnable: true,
    free: '0',
    locked: '0',
    freeze: '0',
    withdrawing: '0',
    ipoing: '0',
    ipoable: '0',
    storage: '0',
    isLegalMoney: coin === 'EUR',
    trading: true,
    networkList: [],
  }));
}
