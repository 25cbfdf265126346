'use client';

import NextLink from 'next/link';
import { usePathname } from 'next/navigation';
import { Mark, Wordmark } from '@/ui/mark.tsx';
import { LinkTabs } from '@/ui/tabs.tsx';
import { AudienceSwitch } from './audience-switch.tsx';
import { type AudienceId, audienceOf, pageAt, type ShellPage } from './audiences.ts';
import { FindButton } from './find-button.tsx';
import { NoticeBell } from './notice-bell.tsx';
import { PersonMenu } from './person-menu.tsx';
import { ShellKeys } from './shell-keys.tsx';

/** Mark, audience, pages, find, notices, person: the same place on every page. */
export function ShellHeader({
  audienceId,
  pages,
}: {
  readonly audienceId: AudienceId;
  /** Those of the audience's that the person may open. */
  readonly pages: readonly ShellPage[];
}) {
  const audience = audienceOf(audienceId);
  const pathname = usePathname();
  return (
    <ShellKeys>
      <header className="flex h-11 items-stretch gap-5.5 border-b px-gutter max-md:h-12 max-md:gap-3">
        <NextLink
          href={audience.href}
          aria-label="Ultrathink, overview"
          className="flex items-center"
        >
          <Wordmark size={20} className="max-md:hidden" aria-hidden="true" />
          <Mark size={22} className="md:hidden" />
        </NextLink>
        <AudienceSwitch audienceId={audienceId} pages={pages} />
        <LinkTabs
          label={audience.label}
          tabs={pages}
          value={pageAt(audience, pathname)?.value ?? null}
          className="h-auto flex-1 max-md:invisible"
        />
        <div className="flex items-center gap-3.5">
          <FindButton />
          <NoticeBell />
          <PersonMenu pageDensity={audience.density} />
        </div>
      </header>
    </ShellKeys>
  );
}
