import type { Metadata } from 'next';
import { ClientsPage } from '@/features/clients/clients-page.tsx';
import { requireShell } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Clients' };

export default async function Page() {
  await requireShell('compliance');
  return <ClientsPage base="/compliance/clients" />;
}
