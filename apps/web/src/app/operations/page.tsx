import type { Metadata } from 'next';
import { OperationsOverview } from '@/features/operations/operations-overview.tsx';
import { requireOpenGate } from '@/server/gate.ts';

export const metadata: Metadata = { title: 'Operations' };

export default async function OperationsPage() {
  await requireOpenGate();
  return <OperationsOverview />;
}
