import type { Metadata } from 'next';
import { TiersPage } from '@/features/clients/tiers-page.tsx';
import { requireShell } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Tiers' };

export default async function Page() {
  await requireShell('compliance');
  return <TiersPage />;
}
