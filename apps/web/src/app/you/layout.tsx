import type { ReactNode } from 'react';
import { Shell } from '@/features/shell/shell.tsx';
import { requireSession } from '@/server/session.ts';

/** One's own pages stand in the shell one works in. */
export default async function YouLayout({ children }: { readonly children: ReactNode }) {
  const { audience } = await requireSession();
  return <Shell audience={audience}>{children}</Shell>;
}
