'use client';

import { CSPProvider } from '@base-ui/react/csp-provider';
import type { ReactNode } from 'react';
import { type Locale, LocaleProvider } from './locale.tsx';
import { ToastProvider } from './toast.tsx';
import { TooltipProvider } from './tooltip.tsx';

/** What our parts need around them, once, in the root layout. They write no style tags of their own. */
export function UiProviders({ locale, zone, children }: Locale & { readonly children: ReactNode }) {
  return (
    <CSPProvider disableStyleElements>
      <LocaleProvider locale={locale} zone={zone}>
        <TooltipProvider>
          <ToastProvider>{children}</ToastProvider>
        </TooltipProvider>
      </LocaleProvider>
    </CSPProvider>
  );
}
