'use client';

import { Icon } from '@/ui/icon.tsx';
import { Kbd } from '@/ui/kbd.tsx';
import { useShellActs } from './shell-acts.ts';

/** Opens the palette; on narrow screens only its sign is left. */
export function FindButton() {
  const { openPalette } = useShellActs();
  return (
    <button
      type="button"
      onClick={openPalette}
      aria-keyshortcuts="Control+K Meta+K"
      className="flex h-6 w-49 items-center gap-2 border-b text-ink-3 hover:border-line-strong hover:text-ink-2 max-lg:size-8 max-lg:justify-center max-lg:border-0"
    >
      <Icon name="search" size={14} className="max-lg:size-4" />
      <span className="flex-1 text-left max-lg:sr-only">Find or go to</span>
      <Kbd keys={['Ctrl', 'K']} aria-hidden="true" className="max-lg:hidden" />
    </button>
  );
}
