import type { Metadata } from 'next';
import { OwnOrderPage } from '@/features/trading/client/own-order-page.tsx';
import { requireShell } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Order' };

export default async function Page({
  params,
}: {
  readonly params: Promise<{ readonly id: string }>;
}) {
  await requireShell('client');
  const { id } = await params;
  return <OwnOrderPage id={id} />;
}
