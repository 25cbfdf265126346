'use client';

import { lazy, Suspense } from 'react';
import { untilLoaded } from '@/ui/until-loaded.ts';

const KillSheet = lazy(() => untilLoaded(() => import('./kill-sheet.tsx')));

/** The kill switch, fetched once somebody opens it. */
export function KillSheetLazily({
  isOpen,
  onClose,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}) {
  return <Suspense fallback={null}>{isOpen && <KillSheet onClose={onClose} />}</Suspense>;
}
