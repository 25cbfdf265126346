'use client';

import { useRouter } from 'next/navigation';
import { createContext, lazy, type ReactNode, Suspense, use, useMemo, useState } from 'react';
import { type BoundShortcut, useShortcuts } from '@/ui/use-shortcuts.ts';
import { AUDIENCES } from './audiences.ts';

// Neither is there before it is first asked for: a page that nobody searches on ships no search.
const ShellPalette = lazy(() => import('./shell-palette.tsx'));
const ShellKeysSheet = lazy(() => import('./shell-keys-sheet.tsx'));

type ShellActs = { readonly openPalette: () => void; readonly openKeys: () => void };

const ActsContext = createContext<ShellActs>({
  openPalette: () => undefined,
  openKeys: () => undefined,
});

export function useShellKeys(): ShellActs {
  return use(ActsContext);
}

type Open = 'Palette' | 'Keys' | null;

/** The keys of every shell, and what they open. */
export function ShellKeys({ children }: { readonly children: ReactNode }) {
  const router = useRouter();
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
    ...AUDIENCES.map(({ id, key, href }) => ({
      id,
      keys: `g ${key}`,
      run: () => router.push(href),
    })),
  ];
  useShortcuts(shortcuts);
  const close = (isOpen: boolean) => {
    if (!isOpen) setOpen(null);
  };
  return (
    <ActsContext value={acts}>
      {children}
      <Suspense fallback={null}>
        {asked.has('Palette') && <ShellPalette open={open === 'Palette'} onOpenChange={close} />}
        {asked.has('Keys') && <ShellKeysSheet open={open === 'Keys'} onOpenChange={close} />}
      </Suspense>
    </ActsContext>
  );
}
