import type { Metadata } from 'next';
import { SecurityPage } from '@/features/identity/security/security-page.tsx';
import { requireSession } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Security' };

export default async function YouSecurityPage() {
  await requireSession();
  return <SecurityPage />;
}
