import { notFound } from 'next/navigation';
import { requireShell } from '@/server/session.ts';

/** Whatever no other page of the shell answers to: said within it. */
export default async function Page() {
  await requireShell('desk');
  notFound();
}
