import type { ReactNode } from 'react';
import { Shell } from '@/features/shell/shell.tsx';
import { requireSession } from '@/server/session.ts';
import { SHELL_STRIP } from '../shell-strip.tsx';

/** One's own pages stand in the shell one works in. */
export default async function YouLayout({ children }: { readonly children: ReactNode }) {
  const { audience } = await requireSession();
  return (
    <Shell audience={audience} strip={SHELL_STRIP}>
      {children}
    </Shell>
  );
}
