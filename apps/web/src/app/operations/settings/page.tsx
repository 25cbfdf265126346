import type { Metadata } from 'next';
import { requireShell } from '@/server/session.ts';
import { FirmSettings } from '../../firm-settings.tsx';

export const metadata: Metadata = { title: 'Firm settings' };

export default async function Page() {
  await requireShell('operations');
  return <FirmSettings />;
}
