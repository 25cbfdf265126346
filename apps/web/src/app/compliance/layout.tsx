import type { ReactNode } from 'react';
import { Shell } from '@/features/shell/shell.tsx';

export default function ComplianceLayout({ children }: { readonly children: ReactNode }) {
  return <Shell audience="compliance">{children}</Shell>;
}
