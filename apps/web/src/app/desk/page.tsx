import { redirect } from 'next/navigation';
import { requireShell } from '@/server/session.ts';

/** The desk begins at its market. */
export default async function DeskPage() {
  await requireShell('desk');
  redirect('/desk/markets');
}
