import type { ReactNode } from 'react';
import { Shell } from '@/features/shell/shell.tsx';
import { SHELL_STRIP } from '../shell-strip.tsx';

export default function ClientLayout({ children }: { readonly children: ReactNode }) {
  return (
    <Shell audience="client" strip={SHELL_STRIP}>
      {children}
    </Shell>
  );
}
