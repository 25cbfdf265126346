'use client';

import { createContext, use } from 'react';

/** What any part of a shell may open. */
export type ShellActs = { readonly openPalette: () => void; readonly openKeys: () => void };

export const ActsContext = createContext<ShellActs>({
  openPalette: () => undefined,
  openKeys: () => undefined,
});

export function useShellActs(): ShellActs {
  return use(ActsContext);
}
