import type { ReactNode } from 'react';
import { Shell } from '@/features/shell/shell.tsx';

export default function OperationsLayout({ children }: { readonly children: ReactNode }) {
  return <Shell audience="operations">{children}</Shell>;
}
