import type { Metadata } from 'next';
import { DeskOverview } from '@/features/shell/overviews.tsx';
import { requireOpenGate } from '@/server/gate.ts';

export const metadata: Metadata = { title: 'Desk' };

export default async function DeskPage() {
  await requireOpenGate();
  return <DeskOverview />;
}
