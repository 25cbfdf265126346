/** What Coinbase tells a customer of himself and of his key. */
import { formatFixed } from '../kernel/fixed.ts';
import type { Call } from './orders.ts';

const MONEY = new Set(['USD', 'EUR', 'GBP']);

export function accounts({ world, owner }: Call): unknown {
  const rows = [...world.venue.funds.all(owner)].map(([asset, { free, held }], n) => ({
    uuid: `00000000-0000-4000-9000-${String(n).padStart(12, '0')}`,
    name: `${asset} Wallet`,
    currency: asset,
    available_balance: { value: formatFixed(free), currency: asset },
    default: true,
    active: true,
    created_at: '2024-01-01T00:00:00Z',
    updated_at: '2024-01-01T00:00:00Z',
    deleted_at: null,
    type: MONEY.has(asset) ? 'ACCOUNT_TYPE_FIAT' : 'ACCOUNT_TYPE_CRYPTO',
    ready: true,
    hold: { value: formatFixed(held), currency: asset },
    retail_portfolio_id: 'portfolio-1',
  }));
  return { accounts: rows, has_next: false, cursor: '', size: rows.length };
}

/** The older list, without what is held. */
export function wallets({ world, owner }: Call): unknown {
  const data = [...world.venue.funds.all(owner)].map(([asset, { free, held }], n) => ({
    id: asset,
    name: `${asset} Wallet`,
    primary: n === 0,
    type: MONEY.has(asset) ? 'fiat' : 'wallet',
    currency: { code: asset, name: asset, type: MONEY.has(asset) ? 'fiat' : 'crypto' },
    balance: { amount: formatFixed(free + held), currency: asset },
    created_at: '2024-01-01T00:00:00Z',
    updated_at: '2024-01-01T00:00:00Z',
    resource: 'account',
    resource_path: `/v2/accounts/${asset}`,
    allow_deposits: true,
    allow_withdrawals: false,
  }));
  return { pagination: { next_starting_after: null, limit: 250, order: 'desc' }, data };
}

export function keyPermissions({ key }: Call): unknown {
  return {
    can_view: true,
    can_trade: key.mayTrade,
    can_transfer: key.mayWithdraw,
    portfolio_uuid: 'portfolio-1',
    portfolio_type: 'DEFAULT',
  };
}

export function transactionSummary({ world, owner }: Call): unknown {
  const { maker, taker } = world.fees.rates(owner);
  return {
    total_volume: 0,
    total_fees: 0,
    fee_tier: {
      pricing_tier: 'Intro 1',
      usd_from: '0',
      usd_to: '10000',
      taker_fee_rate: formatFixed(taker),
      maker_fee_rate: formatFixed(maker),
    },
    advanced_trade_only_volume: 0,
    advanced_trade_only_fees: 0,
    coinbase_pro_volume: 0,
    coinbase_pro_fees: 0,
  };
}

export function portfolios(): unknown {
  const row = { name: 'Default', uuid: 'portfolio-1', type: 'DEFAULT', deleted: false };
  return { portfolios: [row] };
}
