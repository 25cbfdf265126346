import type { Metadata } from 'next';
import { ReconciliationPage } from '@/features/portfolio/reconciliation/reconciliation-page.tsx';
import { requireShell } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Reconciliation' };

export default async function Page() {
  await requireShell('desk');
  return <ReconciliationPage />;
}
