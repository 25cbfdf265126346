import type { ReactNode } from 'react';
import { Shell } from '@/features/shell/shell.tsx';
import { KillSwitch, StaffStripCells } from '../staff-strip.tsx';

const STRIP = { cells: <StaffStripCells />, end: <KillSwitch /> };

export default function OperationsLayout({ children }: { readonly children: ReactNode }) {
  return (
    <Shell audience="operations" strip={STRIP}>
      {children}
    </Shell>
  );
}
