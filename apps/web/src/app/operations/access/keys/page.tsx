import type { Metadata } from 'next';
import { KeysPage } from '@/features/access/keys-page.tsx';
import { requireShell } from '@/server/session.ts';

export const metadata: Metadata = { title: 'API keys' };

export default async function Page() {
  await requireShell('operations');
  return <KeysPage />;
}
