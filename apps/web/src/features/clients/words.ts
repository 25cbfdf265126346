/** How a client's terms are called on pages. */
import type { CommercialTier } from '@ultrathink/domain/clients';
import type { ClientCategory, ClientTradingState } from '@ultrathink/domain/compliance';
import type { LotMethod } from '@ultrathink/domain/portfolio';

export const TIER_WORDS: Readonly<Record<CommercialTier, string>> = {
  Retail: 'Retail',
  Professional: 'Professional',
  EligibleCounterparty: 'Eligible counterparty',
  Institutional: 'Institutional',
  PrimeBrokerage: 'Prime brokerage',
  Sovereign: 'Sovereign',
};

export const CATEGORY_WORDS: Readonly<Record<ClientCategory, string>> = {
  Retail: 'Retail client',
  Professional: 'Professional client',
  EligibleCounterparty: 'Eligible counterparty',
};

export const STATE_WORDS: Readonly<Record<ClientTradingState, string>> = {
  Applied: 'applied',
  UnderReview: 'under review',
  Active: 'active',
  Restricted: 'restricted',
  Suspended: 'suspended',
  Closed: 'closed',
};

export const LOT_WORDS: Readonly<Record<LotMethod, string>> = {
  Fifo: 'first in, first out',
  Lifo: 'last in, first out',
  Hifo: 'highest cost first',
  AverageCost: 'average cost',
};

/** Of the day, UTC: `22:00`. */
export function cutOffText(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)} UTC`;
}

export const PAIR = /^[A-Z0-9]{1,16}\/[A-Z0-9]{1,16}$/;
export const VENUE = /^[a-z][a-z0-9-]{0,39}$/;

/** What people typed one after the other, each once: by commas, spaces or lines. */
export function listIn(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,;]+/).filter((part) => part !== ''))];
}
