import type { Metadata } from 'next';
import { PeoplePage } from '@/features/access/people/people-page.tsx';
import { requireShell } from '@/server/session.ts';

export const metadata: Metadata = { title: 'People' };

export default async function Page() {
  await requireShell('client');
  return <PeoplePage own />;
}
