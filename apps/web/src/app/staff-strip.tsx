'use client';

import { lazy, Suspense } from 'react';
import { KillSwitch } from '@/features/risk/strip/kill-switch.tsx';
import { StripCells } from '@/features/risk/strip/strip-cells.tsx';
import { untilLoaded } from '@/ui/until-loaded.ts';

const UnconfirmedList = lazy(async () => {
  const { UnconfirmedList: list } = await untilLoaded(
    () => import('@/features/portfolio/reconciliation/doubt-lists.tsx'),
  );
  return { default: list };
});
const BreakList = lazy(async () => {
  const { BreakList: list } = await untilLoaded(
    () => import('@/features/portfolio/reconciliation/doubt-lists.tsx'),
  );
  return { default: list };
});

const LISTS = {
  unconfirmed: (
    <Suspense fallback={null}>
      <UnconfirmedList />
    </Suspense>
  ),
  breaks: (
    <Suspense fallback={null}>
      <BreakList />
    </Suspense>
  ),
};

/** What several contexts put into the control strip of every page of staff. */
export function StaffStripCells() {
  return <StripCells lists={LISTS} />;
}

export { KillSwitch };
