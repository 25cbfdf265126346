import type { Metadata } from 'next';
import { OrdersPage } from '@/features/trading/orders-page.tsx';
import { requireShell } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Orders' };

export default async function Page() {
  await requireShell('desk');
  return <OrdersPage />;
}
