'use client';

import NextLink from 'next/link';
import { usePathname } from 'next/navigation';
import type { ComponentProps } from 'react';
import { Icon } from '@/ui/icon.tsx';
import { Mark, Wordmark } from '@/ui/mark.tsx';
import { Menu, MenuGroup, MenuLink } from '@/ui/menu.tsx';
import { LinkTabs } from '@/ui/tabs.tsx';
import { AUDIENCES, type AudienceId, audienceOf, pageAt } from './audiences.ts';
import { FindButton } from './find-button.tsx';
import { NoticeBell } from './notice-bell.tsx';
import { PersonMenu } from './person-menu.tsx';
import { ShellKeys } from './shell-keys.tsx';

/** Mark, audience, pages, find, notices, person: the same place on every page. */
export function ShellHeader({ audienceId }: { readonly audienceId: AudienceId }) {
  const audience = audienceOf(audienceId);
  const pathname = usePathname();
  return (
    <ShellKeys>
      <header className="flex h-11 items-stretch gap-5.5 border-b px-gutter max-md:h-12 max-md:gap-3">
        <NextLink href="/" aria-label="Ultrathink, home" className="flex items-center">
          <Wordmark size={20} className="max-md:hidden" aria-hidden="true" />
          <Mark size={22} className="md:hidden" />
        </NextLink>
        <AudienceSwitch audienceId={audienceId} />
        <LinkTabs
          label={audience.label}
          tabs={audience.pages}
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

/** The button hands on what its menu gives it. */
function SwitchButton({ label, ...rest }: ComponentProps<'button'> & { readonly label: string }) {
  return (
    <button
      type="button"
      {...rest}
      className="relative flex items-center gap-1.5 whitespace-nowrap pl-5 font-medium before:absolute before:top-1/2 before:left-0 before:h-4 before:w-px before:-translate-y-1/2 before:rotate-[18deg] before:bg-line max-md:pl-3.5"
    >
      <span className="sr-only">Shell: </span>
      {label}
      <Icon name="chevron-down" size={12} className="text-ink-3" />
    </button>
  );
}

function AudienceSwitch({ audienceId }: { readonly audienceId: AudienceId }) {
  return (
    <Menu trigger={<SwitchButton label={audienceOf(audienceId).label} />} className="min-w-72">
      <MenuGroup label="Shells">
        {AUDIENCES.map(({ id, label, readers, href, key }) => (
          <MenuLink
            key={id}
            href={href}
            current={id === audienceId}
            note={readers}
            kbd={['g', key]}
          >
            {label}
          </MenuLink>
        ))}
      </MenuGroup>
    </Menu>
  );
}
