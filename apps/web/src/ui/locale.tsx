'use client';

import { DEFAULT_LOCALE, UTC } from '@ultrathink/domain/kernel';
import { createContext, type ReactNode, use, useMemo } from 'react';

/** How this reader writes numbers, and whose clock the page shows. */
export type Locale = { readonly locale: string; readonly zone: string };

const LocaleContext = createContext<Locale>({ locale: DEFAULT_LOCALE, zone: UTC });

/** Once, around the app. Without it figures are written in the platform's own voice, in UTC. */
export function LocaleProvider({
  locale,
  zone,
  children,
}: Locale & { readonly children: ReactNode }) {
  const value = useMemo(() => ({ locale, zone }), [locale, zone]);
  return <LocaleContext value={value}>{children}</LocaleContext>;
}

export function useLocale(): Locale {
  return use(LocaleContext);
}
