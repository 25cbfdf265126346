import type { Metadata } from 'next';
import { DeskPositionsPage } from '@/features/portfolio/desk/desk-positions-page.tsx';
import { requireShell } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Positions and P&L' };

export default async function Page() {
  await requireShell('desk');
  return <DeskPositionsPage />;
}
