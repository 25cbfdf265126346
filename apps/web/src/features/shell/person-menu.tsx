'use client';

import type { ComponentProps } from 'react';
import { cn } from '@/ui/cn.ts';
import { Icon } from '@/ui/icon.tsx';
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

/** A ring that is still open: nobody is signed in. */
function PersonButton(props: ComponentProps<'button'>) {
  return (
    <button
      type="button"
      {...props}
      aria-label="Nobody is signed in. Look and keys"
      className={cn(
        'grid size-6 place-items-center rounded-full border border-line-strong border-dashed',
        'text-ink-3 hover:text-ink max-md:size-8',
      )}
    >
      <Icon name="more" size={14} />
    </button>
  );
}

/** Who reads, and how they want to read it. */
export function PersonMenu({ pageDensity }: { readonly pageDensity: Density }) {
  const { theme, density, palette } = usePreferences();
  const { openKeys } = useShellActs();
  return (
    <Menu trigger={<PersonButton />} align="end" className="min-w-60">
      <MenuGroup label="Nobody is signed in">
        <MenuLink href="/sign-in">Sign-in</MenuLink>
      </MenuGroup>
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
