import type { Metadata } from 'next';
import { MarketsPage } from '@/features/market-data/markets-page.tsx';
import { requireShell } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Markets' };

export default async function Page() {
  await requireShell('desk');
  return <MarketsPage />;
}
