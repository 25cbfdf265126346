import type { Metadata } from 'next';
import { ReviewPage } from '@/features/access/review-page.tsx';
import { requireShell } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Access review' };

export default async function Page() {
  await requireShell('operations');
  return <ReviewPage by="administrator" />;
}
