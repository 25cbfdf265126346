import type { Metadata } from 'next';
import { VerifyPage } from '@/features/audit/verify-page.tsx';
import { requireShell } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Verification' };

export default async function AuditVerifyPage() {
  await requireShell('compliance');
  return <VerifyPage />;
}
