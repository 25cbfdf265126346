'use client';

import { useState } from 'react';
import { useMay } from '@/features/identity/use-may.ts';
import { Icon } from '@/ui/icon.tsx';
import { useShortcuts } from '@/ui/use-shortcuts.ts';
import { KillSheetLazily } from './kill-sheet-lazily.tsx';

/** At the right end of the strip on every page of staff, and under Ctrl Shift K. */
export function KillSwitch() {
  const mayHalt = useMay('risk.halt');
  const [isOpen, setOpen] = useState(false);
  useShortcuts(mayHalt ? [{ id: 'kill', keys: 'Ctrl Shift K', run: () => setOpen(true) }] : []);
  if (!mayHalt) return null;
  return (
    <>
      <button
        type="button"
        aria-keyshortcuts="Control+Shift+K"
        title="Ctrl Shift K"
        onClick={() => setOpen(true)}
        className="flex h-full items-center gap-1.5 border-l px-4 font-medium text-danger max-md:px-3 hover:bg-hover focus-visible:-outline-offset-2"
      >
        <Icon name="power" />
        <span>
          Kill<span className="max-md:sr-only"> switch</span>
        </span>
      </button>
      <KillSheetLazily isOpen={isOpen} onClose={() => setOpen(false)} />
    </>
  );
}
