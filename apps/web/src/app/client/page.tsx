import type { Metadata } from 'next';
import { RecentFlows } from '@/features/ledger/recent-flows.tsx';
import { PortfolioPage } from '@/features/portfolio/portfolio-page.tsx';
import { LimitUses } from '@/features/risk/limit-uses.tsx';
import { RecentOrders } from '@/features/trading/client/recent-orders.tsx';
import { requireShell } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Overview' };

export default async function ClientPage() {
  await requireShell('client');
  return (
    <PortfolioPage>
      <LimitUses />
      <RecentOrders />
      <RecentFlows />
    </PortfolioPage>
  );
}
