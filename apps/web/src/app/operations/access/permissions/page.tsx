import type { Metadata } from 'next';
import { PermissionsPage } from '@/features/access/permissions-page.tsx';
import { requireShell } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Permissions' };

export default async function Page() {
  await requireShell('operations');
  return <PermissionsPage />;
}
