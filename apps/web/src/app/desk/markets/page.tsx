import type { Metadata } from 'next';
import { requireShell } from '@/server/session.ts';
import { Desk } from './desk.tsx';

export const metadata: Metadata = { title: 'Markets' };

export default async function Page() {
  await requireShell('desk');
  return <Desk />;
}
