import './globals.css';
import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { environmentWord } from '@/env.ts';
import { fontVariables } from '@/ui/fonts.ts';
import { lookAttributes, readPreferences } from '@/ui/preferences.ts';

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
  const { className, ...look } = lookAttributes(readPreferences((name) => jar.get(name)?.value));
  return (
    <html lang="en" className={`${fontVariables} ${className}`} {...look}>
      <body>{children}</body>
    </html>
  );
}
