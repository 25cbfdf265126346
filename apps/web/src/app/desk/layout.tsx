import type { ReactNode } from 'react';
import { Shell } from '@/features/shell/shell.tsx';

export default function DeskLayout({ children }: { readonly children: ReactNode }) {
  return <Shell audience="desk">{children}</Shell>;
}
