import type { Metadata } from 'next';
import { TimelinePage } from '@/features/audit/timeline-page.tsx';
import { requireShell } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Timeline' };

export default async function AuditSubjectPage({
  params,
}: {
  readonly params: Promise<{ readonly kind: string; readonly id: string }>;
}) {
  await requireShell('client');
  const { kind, id } = await params;
  return (
    <TimelinePage
      of={{ kind: 'subject', subjectKind: decodeURIComponent(kind), id: decodeURIComponent(id) }}
    />
  );
}
