import type { Metadata } from 'next';
import { TimelinePage } from '@/features/audit/timeline-page.tsx';
import { requireShell } from '@/server/session.ts';

export const metadata: Metadata = { title: 'One act' };

export default async function AuditCorrelationPage({
  params,
}: {
  readonly params: Promise<{ readonly id: string }>;
}) {
  await requireShell('client');
  const { id } = await params;
  return <TimelinePage of={{ kind: 'correlation', id: decodeURIComponent(id) }} />;
}
