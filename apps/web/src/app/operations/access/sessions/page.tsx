import type { Metadata } from 'next';
import { SessionsPage } from '@/features/access/sessions-page.tsx';
import { requireShell } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Sessions' };

export default async function Page() {
  await requireShell('operations');
  return <SessionsPage />;
}
