import type { Metadata } from 'next';
import { Explorer } from '@/features/audit/explorer.tsx';
import { requireShell } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Audit' };

export default async function AuditPage() {
  await requireShell('compliance');
  return <Explorer />;
}
