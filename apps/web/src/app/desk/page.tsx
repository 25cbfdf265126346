import type { Metadata } from 'next';
import { DeskOverview } from '@/features/shell/overviews.tsx';
import { requireShell } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Desk' };

export default async function DeskPage() {
  await requireShell('desk');
  return <DeskOverview />;
}
