import './globals.css';
import { UTC } from '@ultrathink/domain/kernel';
import type { Metadata, Viewport } from 'next';
import { cookies, headers } from 'next/headers';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { environmentWord } from '@/env.ts';
import { acceptedLocale } from '@/ui/accepted-locale.ts';
import { fontVariables } from '@/ui/fonts.ts';
import { lookAttributes, readPreferences } from '@/ui/preferences.ts';
import { UiProviders } from '@/ui/ui-providers.tsx';

/** The tab says first of all which world a page belongs to. */
export function generateMetadata(): Metadata {
  const word = environmentWord();
  const before = word === null ? '' : `${word} · `;
  return {
    title: { default: `${before}Ultrathink`, template: `${before}%s · Ultrathink` },
    description: 'A trading platform whose every decision is sealed and can be proven.',
  };
}

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fbfaf8' },
    { media: '(prefers-color-scheme: dark)', color: '#0c100f' },
  ],
};

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const jar = await cookies();
  const locale = acceptedLocale((await headers()).get('accept-language'));
  const { className, ...look } = lookAttributes(readPreferences((name) => jar.get(name)?.value));
  return (
    <html lang="en" className={`${fontVariables} ${className}`} {...look}>
      <body>
        <NuqsAdapter>
          <UiProviders locale={locale} zone={UTC}>
            {children}
          </UiProviders>
        </NuqsAdapter>
      </body>
    </html>
  );
}
