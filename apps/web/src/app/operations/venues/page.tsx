import type { Metadata } from 'next';
import { VenuesPage } from '@/features/market-data/venues/venues-page.tsx';
import { requireShell } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Venues' };

export default async function Page() {
  await requireShell('operations');
  return <VenuesPage />;
}
