import type { Metadata } from 'next';
import { OwnOrdersPage } from '@/features/trading/client/own-orders-page.tsx';
import { requireShell } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Orders' };

export default async function Page() {
  await requireShell('client');
  return <OwnOrdersPage />;
}
