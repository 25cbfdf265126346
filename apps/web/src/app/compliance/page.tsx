import type { Metadata } from 'next';
import { WaitingForYou } from '@/features/access/approvals/waiting.tsx';
import { RestrictionsInForce } from '@/features/compliance/restrictions-in-force.tsx';
import { FirmToday } from '@/features/risk/firm-today.tsx';
import { requireShell } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Compliance' };

export default async function CompliancePage() {
  await requireShell('compliance');
  return (
    <FirmToday>
      <div className="grid flex-1 xl:grid-cols-[minmax(0,1fr)_25rem]">
        <div className="min-w-0 px-gutter pb-7">
          <WaitingForYou base="/compliance" />
        </div>
        <div className="min-w-0 px-gutter pb-7 max-xl:border-t xl:border-l">
          <RestrictionsInForce />
        </div>
      </div>
    </FirmToday>
  );
}
