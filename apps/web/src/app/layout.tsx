import './globals.css';
import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { fontVariables } from '@/ui/fonts.ts';
import { lookAttributes, readPreferences } from '@/ui/preferences.ts';
import { ToastProvider } from '@/ui/toast.tsx';

export const metadata: Metadata = {
  title: { default: 'Ultrathink', template: '%s · Ultrathink' },
  description: 'A trading platform whose every decision is sealed and can be proven.',
};

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fbfaf8' },
    { media: '(prefers-color-scheme: dark)', color: '#0c100f' },
  ],
};

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const jar = await cookies();
  const { className, ...look } = lookAttributes(readPreferences((name) => jar.get(name)?.value));
  return (
    <html lang="en" className={`${fontVariables} ${className}`} {...look}>
      <body>
        <NuqsAdapter>
          <ToastProvider>{children}</ToastProvider>
        </NuqsAdapter>
      </body>
    </html>
  );
}
