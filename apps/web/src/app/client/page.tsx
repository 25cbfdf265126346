import type { Metadata } from 'next';
import { ClientOverview } from '@/features/shell/overviews.tsx';
import { requireOpenGate } from '@/server/gate.ts';

export const metadata: Metadata = { title: 'Client' };

export default async function ClientPage() {
  await requireOpenGate();
  return <ClientOverview />;
}
