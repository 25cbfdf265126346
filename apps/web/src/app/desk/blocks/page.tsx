import type { Metadata } from 'next';
import { BlocksPage } from '@/features/trading/blocks/blocks-page.tsx';
import { HouseAccounts } from '@/features/trading/blocks/house-accounts.tsx';
import { requireShell } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Blocks' };

export default async function Page() {
  await requireShell('desk');
  return (
    <>
      <BlocksPage />
      <HouseAccounts />
    </>
  );
}
