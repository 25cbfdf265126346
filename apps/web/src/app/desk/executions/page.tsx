import type { Metadata } from 'next';
import { ExecutionsPage } from '@/features/trading/blotter/executions-page.tsx';
import { requireShell } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Executions' };

export default async function Page() {
  await requireShell('desk');
  return <ExecutionsPage />;
}
