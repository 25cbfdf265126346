import type { Metadata } from 'next';
import { ComplianceOverview } from '@/features/shell/overviews.tsx';
import { requireShell } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Compliance' };

export default async function CompliancePage() {
  await requireShell('compliance');
  return <ComplianceOverview />;
}
