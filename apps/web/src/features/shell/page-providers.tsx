import { UTC } from '@ultrathink/domain/kernel';
import { headers } from 'next/headers';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { acceptedLocale } from '@/ui/accepted-locale.ts';
import { UiProviders } from '@/ui/ui-providers.tsx';

/** What pages of the platform need around them; pages in front of it are words, and ship without. */
export async function PageProviders({ children }: { readonly children: ReactNode }) {
  const locale = acceptedLocale((await headers()).get('accept-language'));
  return (
    <NuqsAdapter>
      <UiProviders locale={locale} zone={UTC}>
        {children}
      </UiProviders>
    </NuqsAdapter>
  );
}
