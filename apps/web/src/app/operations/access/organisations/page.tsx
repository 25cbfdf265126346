import type { Metadata } from 'next';
import { OrganisationsPage } from '@/features/access/organisations-page.tsx';
import { requireShell } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Organisations' };

export default async function Page() {
  await requireShell('operations');
  return <OrganisationsPage />;
}
