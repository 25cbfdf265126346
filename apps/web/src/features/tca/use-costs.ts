'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { AccountId, ClientId, UtcTime } from '@ultrathink/domain/kernel';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useTRPC } from '@/trpc/client.ts';
import { useNow } from '@/ui/clock.ts';
import { GROUPS, PERIODS, spanOf } from './words.ts';

const SIDES = ['Buy', 'Sell'] as const;
const MINUTE_MS = 60_000;

/** Which orders the page speaks of stands in its address. */
export function useCostAddress() {
  const [address, setAddress] = useQueryStates({
    period: parseAsStringLiteral(PERIODS).withDefault('7d'),
    group: parseAsStringLiteral(GROUPS).withDefault('Instrument'),
    client: parseAsString,
    account: parseAsString,
    instrument: parseAsString,
    side: parseAsStringLiteral(SIDES),
    venue: parseAsString,
  });
  return { address, change: (to: Parameters<typeof setAddress>[0]) => void setAddress(to) };
}

type Address = ReturnType<typeof useCostAddress>['address'];

export function useCosts({ period, group, ...address }: Address) {
  const trpc = useTRPC();
  const now = useNow(MINUTE_MS);
  const span = spanOf(period, now ?? 0);
  const filter = {
    from: span.from as UtcTime,
    to: span.to as UtcTime,
    client: address.client as ClientId | null,
    account: address.account as AccountId | null,
    instrument: address.instrument,
    side: address.side,
    venue: address.venue,
  };
  const options = { enabled: now !== null, placeholderData: keepPreviousData } as const;
  return {
    summary: useQuery(trpc.tca.summary.queryOptions({ ...filter, groupBy: group }, options)),
    venues: useQuery(trpc.tca.venueScorecards.queryOptions(filter, options)),
  };
}
