import type { ReactNode } from 'react';
import { Shell } from '@/features/shell/shell.tsx';
import { KillSwitch, StaffStripCells } from '../staff-strip.tsx';

const STRIP = { cells: <StaffStripCells />, end: <KillSwitch /> };

export default function DeskLayout({ children }: { readonly children: ReactNode }) {
  return (
    <Shell audience="desk" strip={STRIP}>
      {children}
    </Shell>
  );
}
