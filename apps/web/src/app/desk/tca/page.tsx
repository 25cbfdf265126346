import type { Metadata } from 'next';
import { TcaPage } from '@/features/tca/tca-page.tsx';
import { requireShell } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Transaction costs' };

export default async function Page() {
  await requireShell('desk');
  return <TcaPage />;
}
