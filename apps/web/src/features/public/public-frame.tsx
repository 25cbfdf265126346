import NextLink from 'next/link';
import type { ReactNode } from 'react';
import { environmentWord } from '@/env.ts';
import { EnvironmentBanner } from '@/features/shell/environment-banner.tsx';
import { SkipLink } from '@/features/shell/skip-link.tsx';
import { Wordmark } from '@/ui/mark.tsx';

/** Pages in front of the shells: environment, mark, and the page. */
export function PublicFrame({ children }: { readonly children: ReactNode }) {
  const environment = environmentWord();
  return (
    <div className="flex min-h-dvh flex-col" data-density-default="comfortable">
      <SkipLink />
      {environment !== null && (
        <EnvironmentBanner environment={environment} aside="Answers this machine only" />
      )}
      {children}
    </div>
  );
}

/** The word-mark at the head of a public page; it leads home. */
export function PublicMark() {
  return (
    <NextLink href="/" aria-label="Ultrathink, home" className="flex w-fit">
      <Wordmark size={24} aria-hidden="true" />
    </NextLink>
  );
}
