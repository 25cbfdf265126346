import type { ReactNode } from 'react';

/** A hairline with a word in it, between two ways of doing the same. */
export function Or({ children = 'or' }: { readonly children?: ReactNode }) {
  return (
    <div className="flex items-center gap-3 text-ink-3 text-label before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
      {children}
    </div>
  );
}
