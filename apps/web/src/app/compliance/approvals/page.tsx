import type { Metadata } from 'next';
import { ApprovalsPage } from '@/features/access/approvals/approvals-page.tsx';
import { requireShell } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Approvals' };

export default async function Page() {
  await requireShell('compliance');
  return <ApprovalsPage policyPath="/compliance/approvals/policy" />;
}
