import type { Metadata } from 'next';
import { ActivityPage } from '@/features/ledger/activity-page.tsx';
import { requireShell } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Activity' };

export default async function Page() {
  await requireShell('client');
  return <ActivityPage />;
}
