import type { Metadata } from 'next';
import { ClientOverview } from '@/features/shell/overviews.tsx';
import { requireShell } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Client' };

export default async function ClientPage() {
  await requireShell('client');
  return <ClientOverview />;
}
