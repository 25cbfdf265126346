'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { AccountId } from '@ultrathink/domain/kernel';
import type { OrdType, TimeInForce } from '@ultrathink/domain/trading';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import type { Wish } from '../model.ts';

export interface Ticket {
  readonly side: 'Buy' | 'Sell';
  readonly ordType: OrdType;
  readonly orderQty: string | null;
  readonly price: string | null;
  readonly stopPx: string | null;
  readonly timeInForce: Exclude<TimeInForce, 'GoodTillDate'>;
  readonly isPostOnly: boolean;
  readonly isReduceOnly: boolean;
}

const EMPTY: Ticket = {
  side: 'Buy',
  ordType: 'Limit',
  orderQty: null,
  price: null,
  stopPx: null,
  timeInForce: 'GoodTillCancel',
  isPostOnly: false,
  isReduceOnly: false,
};

export const needsPrice = (ordType: OrdType): boolean =>
  ordType === 'Limit' || ordType === 'StopLimit' || ordType === 'LimitIfTouched';
export const needsStop = (ordType: OrdType): boolean => ordType !== 'Market' && ordType !== 'Limit';

/** The order as the engine is asked for it; null while something of it is missing. */
export function wishOf(ticket: Ticket, account: string | null, instrument: string): Wish | null {
  const { side, orderQty, timeInForce, isPostOnly, isReduceOnly } = ticket;
  const terms = termsOf(ticket);
  if (account === null || orderQty === null || terms === null || isZero(orderQty)) return null;
  return {
    beneficiary: { kind: 'Account', account: account as AccountId },
    strategy: null,
    instrument: instrument as Wish['instrument'],
    side,
    orderQty,
    terms,
    timeInForce,
    expireTime: null,
    isPostOnly: isPostOnly && ticket.ordType === 'Limit',
    isReduceOnly,
  };
}

const isZero = (text: string) => /^0*\.?0*$/.test(text);

function termsOf({ ordType, price, stopPx }: Ticket): Wish['terms'] | null {
  switch (ordType) {
    case 'Market':
      return { ordType };
    case 'Limit':
      return price === null ? null : { ordType, price };
    case 'Stop':
    case 'MarketIfTouched':
      return stopPx === null ? null : { ordType, stopPx };
    default:
      return price === null || stopPx === null ? null : { ordType, price, stopPx };
  }
}

/** The preview is made by the engine, and again this often: prices move. */
const PREVIEW_EVERY_MS = 1_500;

export function useTicket(account: string | null, instrument: string) {
  const trpc = useTRPC();
  const [ticket, setTicket] = useState<Ticket>(EMPTY);
  const wish = wishOf(ticket, account, instrument);
  const preview = useQuery(
    trpc.trading.previewOrder.queryOptions(
      { wish: wish as Wish },
      {
        enabled: wish !== null,
        refetchInterval: PREVIEW_EVERY_MS,
        placeholderData: keepPreviousData,
        retry: false,
      },
    ),
  );
  return {
    ticket,
    wish,
    preview,
    change: (to: Partial<Ticket>) => setTicket((was) => ({ ...was, ...to })),
    clear: () => setTicket((was) => ({ ...EMPTY, side: was.side })),
  };
}
