import type { ReactNode } from 'react';
import { Shell } from '@/features/shell/shell.tsx';

export default function ClientLayout({ children }: { readonly children: ReactNode }) {
  return <Shell audience="client">{children}</Shell>;
}
