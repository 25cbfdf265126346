import type { Metadata } from 'next';
import { PolicyPage } from '@/features/access/policy-page.tsx';
import { requireShell } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Approval policy' };

export default async function Page() {
  await requireShell('compliance');
  return <PolicyPage />;
}
