'use client';

import NextLink from 'next/link';
import { useSelectedLayoutSegment } from 'next/navigation';
import type { ReactNode } from 'react';
import { cn } from '@/ui/cn.ts';
import { DensityToggle, PaletteToggle, ThemeToggle } from '@/ui/look-toggles.tsx';
import { Wordmark } from '@/ui/mark.tsx';

export type SectionLink = { readonly id: string; readonly title: string };

/** The sheet's own frame: what is shown at the left, how it is shown at the top. */
export function StyleguideFrame({
  sections,
  children,
}: {
  readonly sections: readonly SectionLink[];
  readonly children: ReactNode;
}) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="z-header flex min-h-11 flex-wrap items-center gap-x-8 gap-y-1 border-b bg-paper px-gutter py-1.5 md:sticky md:top-0">
        <NextLink href="/styleguide" className="flex items-center gap-3">
          <Wordmark />
          <span aria-hidden="true" className="h-4 w-px rotate-18 bg-line" />
          <span className="font-medium">Style guide</span>
        </NextLink>
        <div className="ml-auto flex flex-wrap items-center gap-x-8 gap-y-0 max-md:ml-0 max-md:gap-x-6">
          <ThemeToggle />
          <DensityToggle />
          <PaletteToggle />
        </div>
      </header>
      <div className="grid flex-1 grid-cols-[minmax(0,1fr)] md:grid-cols-[216px_minmax(0,1fr)]">
        <SectionNav sections={sections} />
        <main className="min-w-0 px-gutter pb-20 md:px-10">{children}</main>
      </div>
    </div>
  );
}

function SectionNav({ sections }: { readonly sections: readonly SectionLink[] }) {
  const current = useSelectedLayoutSegment();
  return (
    <nav
      aria-label="Sheets"
      className="border-line max-md:overflow-x-auto max-md:border-b md:border-r"
    >
      <ol className="flex px-gutter py-2 max-md:gap-4 md:sticky md:top-11 md:flex-col md:py-6">
        {sections.map((section, index) => (
          <li key={section.id}>
            <NextLink
              href={`/styleguide/${section.id}`}
              aria-current={current === section.id ? 'page' : undefined}
              className={cn(
                'relative flex h-7 items-center gap-2.5 whitespace-nowrap text-ink-2 hover:text-ink',
                'aria-[current]:font-medium aria-[current]:text-ink aria-[current]:before:bg-accent',
                'before:absolute md:before:inset-y-1 md:before:-left-5 md:before:w-0.5',
                'max-md:before:inset-x-0 max-md:before:-bottom-2 max-md:before:h-0.5',
              )}
            >
              <span className="w-4 shrink-0 text-ink-3 text-micro">
                {String(index + 1).padStart(2, '0')}
              </span>
              {section.title}
            </NextLink>
          </li>
        ))}
      </ol>
    </nav>
  );
}
