import type { Metadata } from 'next';
import { RestrictionsPage } from '@/features/compliance/restrictions-page.tsx';
import { requireShell } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Restricted list' };

export default async function Page() {
  await requireShell('compliance');
  return <RestrictionsPage />;
}
