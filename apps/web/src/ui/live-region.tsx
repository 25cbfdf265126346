'use client';

import type { ReactNode } from 'react';

/**
 * Tells assistive technology what changed on the page without moving the focus. It stands in the
 * page before there is anything to say; `urgent` interrupts, and is for what stops trading.
 */
export function LiveRegion({
  children,
  urgent = false,
}: {
  readonly children: ReactNode;
  readonly urgent?: boolean;
}) {
  return (
    <div
      role={urgent ? 'alert' : 'status'}
      aria-live={urgent ? 'assertive' : 'polite'}
      className="sr-only"
    >
      {children}
    </div>
  );
}
