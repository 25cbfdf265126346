'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useLive } from '@/features/live/use-live.ts';
import { useTRPC } from '@/trpc/client.ts';
import type { VenueRow } from '../model.ts';

/** Terms and history change seldom; how a venue is comes by the stream, once a second. */
const AGAIN_MS = 30_000;

export function useVenues() {
  const trpc = useTRPC();
  const listed = useQuery(trpc.venues.list.queryOptions(undefined, { refetchInterval: AGAIN_MS }));
  const heard = useLive('market-data.venues');
  const rows = useMemo<readonly VenueRow[]>(() => {
    const reports = new Map(heard.map(({ payload }) => [payload.venue, payload]));
    return (listed.data?.venues ?? []).map((row) => {
      const report = reports.get(row.venue);
      return report === undefined ? row : { ...row, report };
    });
  }, [listed.data, heard]);
  return { listed, rows };
}
