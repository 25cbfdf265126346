'use client';

import type { ComponentProps } from 'react';
import { useRoleTitles, useSession } from '@/features/identity/session-context.ts';
import { useSignOut } from '@/features/identity/use-sign-out.ts';
import { cn } from '@/ui/cn.ts';
import {
  Menu,
  MenuGroup,
  MenuItem,
  MenuLink,
  MenuRadioGroup,
  MenuRadioItem,
  MenuSeparator,
} from '@/ui/menu.tsx';
import type { Density, Palette, Theme } from '@/ui/preferences.ts';
import { choosePreference, usePreferences } from '@/ui/use-preferences.ts';
import { useShellActs } from './shell-acts.ts';

/** First letters of the first and the last name: `EV`. */
function initialsOf(name: string): string {
  const parts = name.split(/\s+/).filter((part) => part !== '');
  const [first, last] = [parts[0], parts.length > 1 ? parts.at(-1) : undefined];
  return `${first?.[0] ?? ''}${last?.[0] ?? ''}`.toUpperCase();
}

function PersonButton({ name, ...rest }: ComponentProps<'button'> & { readonly name: string }) {
  return (
    <button
      type="button"
      {...rest}
      className={cn(
        'relative grid size-6 place-items-center rounded-full border border-ink font-medium text-[0.625rem]/3',
        'hover:bg-hover max-md:size-8 max-md:text-micro',
      )}
    >
      {initialsOf(name)}
      <span className="sr-only">, {name}: security, look, sign out</span>
    </button>
  );
}

/** Who reads, and how they want to read it. */
export function PersonMenu({ pageDensity }: { readonly pageDensity: Density }) {
  const { theme, density, palette } = usePreferences();
  const { openKeys } = useShellActs();
  const { person, organisation } = useSession();
  const roles = useRoleTitles();
  const signOut = useSignOut();
  return (
    <Menu trigger={<PersonButton name={person.name} />} align="end" className="min-w-64">
      <div className="px-4 pt-2 pb-2.5">
        <p className="truncate font-medium">{person.name}</p>
        <p className="truncate text-ink-3 text-label">{person.email}</p>
        <p className="whitespace-normal pt-1 text-ink-2 text-label first-letter:uppercase">
          {roles.join(', ')}, {organisation.name}
        </p>
      </div>
      <MenuSeparator />
      <MenuLink href="/you/security">Security</MenuLink>
      <MenuItem onClick={signOut}>Sign out</MenuItem>
      <MenuSeparator />
      <MenuGroup label="Theme">
        <MenuRadioGroup<Theme>
          value={theme}
          onValueChange={(next) => choosePreference('theme', next)}
        >
          <MenuRadioItem value="system">As the system has it</MenuRadioItem>
          <MenuRadioItem value="light">Light</MenuRadioItem>
          <MenuRadioItem value="dark">Dark</MenuRadioItem>
        </MenuRadioGroup>
      </MenuGroup>
      <MenuGroup label="Rows">
        <MenuRadioGroup<Density>
          value={density ?? pageDensity}
          onValueChange={(next) => choosePreference('density', next)}
        >
          <MenuRadioItem value="compact">Compact</MenuRadioItem>
          <MenuRadioItem value="comfortable">Comfortable</MenuRadioItem>
        </MenuRadioGroup>
      </MenuGroup>
      <MenuGroup label="Up and down">
        <MenuRadioGroup<Palette>
          value={palette}
          onValueChange={(next) => choosePreference('palette', next)}
        >
          <MenuRadioItem value="blue-orange">Blue up, orange down</MenuRadioItem>
          <MenuRadioItem value="orange-blue">Orange up, blue down</MenuRadioItem>
          <MenuRadioItem value="mono">One ink</MenuRadioItem>
        </MenuRadioGroup>
      </MenuGroup>
      <MenuSeparator />
      <MenuItem kbd="?" onClick={openKeys}>
        Keys
      </MenuItem>
    </Menu>
  );
}
