import type { Metadata } from 'next';
import { EventPage } from '@/features/audit/event-page.tsx';
import { requireShell } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Event' };

export default async function AuditEventPage({
  params,
}: {
  readonly params: Promise<{ readonly id: string }>;
}) {
  await requireShell('compliance');
  const { id } = await params;
  return <EventPage id={decodeURIComponent(id)} />;
}
