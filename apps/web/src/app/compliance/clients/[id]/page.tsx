import type { Metadata } from 'next';
import { ClientPage } from '@/features/clients/client-page.tsx';
import { requireShell } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Client' };

export default async function Page({
  params,
}: {
  readonly params: Promise<{ readonly id: string }>;
}) {
  await requireShell('compliance');
  const { id } = await params;
  return <ClientPage clientId={id} base="/compliance/clients" />;
}
