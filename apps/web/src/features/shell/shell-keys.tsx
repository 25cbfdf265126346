'use client';

import { useRouter } from 'next/navigation';
import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react';
import { useSession } from '@/features/identity/session-context.ts';
import { untilLoaded } from '@/ui/until-loaded.ts';
import { type BoundShortcut, useShortcuts } from '@/ui/use-shortcuts.ts';
import { AUDIENCES } from './audiences.ts';
import { ActsContext, type ShellActs } from './shell-acts.ts';

// Neither is there before it is first asked for: a page that nobody searches on ships no search.
const ShellPalette = lazy(() => untilLoaded(() => import('./shell-palette.tsx')));
const ShellKeysSheet = lazy(() => untilLoaded(() => import('./shell-keys-sheet.tsx')));

type Open = 'Palette' | 'Keys' | null;

/** The keys of every shell, and what they open. */
export function ShellKeys({ children }: { readonly children: ReactNode }) {
  const router = useRouter();
  const { audiences } = useSession();
  const [open, setOpen] = useState<Open>(null);
  const [asked, setAsked] = useState<ReadonlySet<Open>>(new Set());
  const acts = useMemo<ShellActs>(() => {
    const ask = (what: Open) => {
      setAsked((before) => new Set([...before, what]));
      setOpen(what);
    };
    return { openPalette: () => ask('Palette'), openKeys: () => ask('Keys') };
  }, []);
  const shortcuts: BoundShortcut[] = [
    { id: 'palette', keys: 'Ctrl K', run: acts.openPalette },
    { id: 'keys', keys: '?', run: acts.openKeys },
    ...AUDIENCES.filter(({ id }) => audiences.includes(id)).map(({ id, key, href }) => ({
      id,
      keys: `g ${key}`,
      run: () => router.push(href),
    })),
  ];
  useShortcuts(shortcuts);
  // Only what is open closes: a command of the palette may have opened the keys already.
  const closing = (what: Open) => (isOpen: boolean) => {
    if (!isOpen) setOpen((now) => (now === what ? null : now));
  };
  return (
    <ActsContext value={acts}>
      {children}
      <Suspense fallback={null}>
        {asked.has('Palette') && (
          <ShellPalette open={open === 'Palette'} onOpenChange={closing('Palette')} />
        )}
        {asked.has('Keys') && (
          <ShellKeysSheet open={open === 'Keys'} onOpenChange={closing('Keys')} />
        )}
      </Suspense>
    </ActsContext>
  );
}
