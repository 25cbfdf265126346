import type { Metadata } from 'next';
import { CheckpointsPage } from '@/features/audit/checkpoints-page.tsx';
import { requireShell } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Checkpoints' };

export default async function AuditCheckpointsPage() {
  await requireShell('client');
  return <CheckpointsPage />;
}
