import type { Metadata } from 'next';
import { OrderCostsPart } from '@/features/tca/order-costs.tsx';
import { OrderPage } from '@/features/trading/order/order-page.tsx';
import { requireShell } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Order' };

export default async function Page({
  params,
}: {
  readonly params: Promise<{ readonly id: string }>;
}) {
  await requireShell('compliance');
  const { id } = await params;
  return (
    <OrderPage
      id={id}
      base="/compliance"
      audit="/compliance/audit"
      costs={<OrderCostsPart id={id} />}
    />
  );
}
