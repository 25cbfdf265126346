import type { Metadata } from 'next';
import { BestExecutionPage } from '@/features/tca/best-execution-page.tsx';
import { requireShell } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Best execution' };

export default async function Page() {
  await requireShell('compliance');
  return <BestExecutionPage />;
}
