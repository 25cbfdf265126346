import type { Metadata } from 'next';
import { LimitsPage } from '@/features/risk/limits-page.tsx';
import { requireShell } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Limits' };

export default async function Page() {
  await requireShell('compliance');
  return <LimitsPage />;
}
