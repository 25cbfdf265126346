import type { Metadata } from 'next';
import { requireShell } from '@/server/session.ts';
import { StaffClient } from '../../../staff-client.tsx';

export const metadata: Metadata = { title: 'Client' };

export default async function Page({
  params,
}: {
  readonly params: Promise<{ readonly id: string }>;
}) {
  await requireShell('operations');
  const { id } = await params;
  return <StaffClient clientId={id} base="/operations/clients" />;
}
