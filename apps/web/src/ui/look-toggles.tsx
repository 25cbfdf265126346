'use client';

import type { Density, Palette, Theme } from './preferences.ts';
import { Segmented } from './segmented.tsx';
import { choosePreference, usePreferences } from './use-preferences.ts';

/** Light, dark, or as the system has it. */
export function ThemeToggle({ className }: { readonly className?: string }) {
  const { theme } = usePreferences();
  return (
    <Segmented<Theme>
      label="Theme"
      value={theme}
      onValueChange={(next) => choosePreference('theme', next)}
      options={[
        { value: 'system', label: 'System' },
        { value: 'light', label: 'Light' },
        { value: 'dark', label: 'Dark' },
      ]}
      className={className}
    />
  );
}

/** Height of rows. `pageDensity` is what the page has while nobody has chosen. */
export function DensityToggle({
  pageDensity = 'compact',
  className,
}: {
  readonly pageDensity?: Density;
  readonly className?: string | undefined;
}) {
  const { density } = usePreferences();
  return (
    <Segmented<Density>
      label="Row height"
      value={density ?? pageDensity}
      onValueChange={(next) => choosePreference('density', next)}
      options={[
        { value: 'compact', label: 'Compact' },
        { value: 'comfortable', label: 'Comfortable' },
      ]}
      className={className}
    />
  );
}

/** Colours of up and down. Sign and arrow say it in every one of them. */
export function PaletteToggle({ className }: { readonly className?: string }) {
  const { palette } = usePreferences();
  return (
    <Segmented<Palette>
      label="Colours of up and down"
      value={palette}
      onValueChange={(next) => choosePreference('palette', next)}
      options={[
        { value: 'blue-orange', label: 'Blue up' },
        { value: 'orange-blue', label: 'Orange up' },
        { value: 'mono', label: 'One ink' },
      ]}
      className={className}
    />
  );
}
