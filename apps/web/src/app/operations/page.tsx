import type { Metadata } from 'next';
import { OperationsOverview } from '@/features/operations/operations-overview.tsx';
import { requireShell } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Operations' };

export default async function OperationsPage() {
  await requireShell('operations');
  return <OperationsOverview />;
}
