import type { Metadata } from 'next';
import { TradingStatePage } from '@/features/risk/trading-state-page.tsx';
import { requireShell } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Trading state' };

export default async function Page() {
  await requireShell('operations');
  return <TradingStatePage />;
}
