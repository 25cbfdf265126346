import type { Metadata } from 'next';
import { HouseAccounts } from '@/features/trading/blocks/house-accounts.tsx';
import { requireShell } from '@/server/session.ts';
import { FirmSettings } from '../../firm-settings.tsx';

export const metadata: Metadata = { title: 'Firm settings' };

export default async function Page() {
  await requireShell('operations');
  return (
    <>
      <FirmSettings />
      <HouseAccounts />
    </>
  );
}
