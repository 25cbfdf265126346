import type { Metadata } from 'next';
import { ComplianceOverview } from '@/features/shell/overviews.tsx';
import { requireOpenGate } from '@/server/gate.ts';

export const metadata: Metadata = { title: 'Compliance' };

export default async function CompliancePage() {
  await requireOpenGate();
  return <ComplianceOverview />;
}
