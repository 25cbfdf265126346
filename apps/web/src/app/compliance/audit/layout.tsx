import type { ReactNode } from 'react';
import { AuditFrame } from '@/features/audit/audit-frame.tsx';

export default function AuditLayout({ children }: { readonly children: ReactNode }) {
  return <AuditFrame base="/compliance/audit">{children}</AuditFrame>;
}
