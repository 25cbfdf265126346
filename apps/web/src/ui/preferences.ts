/**
 * What a reader chooses about the look. Each choice is a cookie, so that the server renders the
 * right page at once: no script before the first paint, nothing that flashes, nothing that needs a
 * nonce. "As the system has it" is the absence of a class, because the colours are `light-dark()`.
 */
export const THEMES = ['system', 'light', 'dark'] as const;
export const DENSITIES = ['compact', 'comfortable'] as const;
export const PALETTES = ['blue-orange', 'orange-blue', 'mono'] as const;

export type Theme = (typeof THEMES)[number];
export type Density = (typeof DENSITIES)[number];
export type Palette = (typeof PALETTES)[number];

export type Preferences = {
  readonly theme: Theme;
  /** `null` leaves it to the page: staff read compact rows, clients comfortable ones. */
  readonly density: Density | null;
  readonly palette: Palette;
};

export const DEFAULT_PREFERENCES: Preferences = {
  theme: 'system',
  density: null,
  palette: 'blue-orange',
};

/** Cookie names, one per choice. They hold nothing that tells people apart. */
export const PREFERENCE_COOKIES = {
  theme: 'look-theme',
  density: 'look-density',
  palette: 'look-palette',
} as const satisfies Record<keyof Preferences, string>;

function oneOf<T extends string>(known: readonly T[], value: string | null | undefined): T | null {
  return known.find((candidate) => candidate === value) ?? null;
}

/** Reads the choices from a cookie jar. A value nobody knows counts as no choice. */
export function readPreferences(cookie: (name: string) => string | undefined): Preferences {
  return {
    theme: oneOf(THEMES, cookie(PREFERENCE_COOKIES.theme)) ?? DEFAULT_PREFERENCES.theme,
    density: oneOf(DENSITIES, cookie(PREFERENCE_COOKIES.density)),
    palette: oneOf(PALETTES, cookie(PREFERENCE_COOKIES.palette)) ?? DEFAULT_PREFERENCES.palette,
  };
}

export type LookAttributes = {
  readonly className: '' | 'light' | 'dark';
  readonly 'data-density': Density | undefined;
  readonly 'data-palette': Palette;
};

/** What the choices put on `<html>`. */
export function lookAttributes({ theme, density, palette }: Preferences): LookAttributes {
  return {
    className: theme === 'system' ? '' : theme,
    'data-density': density ?? undefined,
    'data-palette': palette,
  };
}

/** The other way round: the choices that stand on `<html>` now. */
export function preferencesOf(html: {
  readonly classList: { contains(name: string): boolean };
  getAttribute(name: string): string | null;
}): Preferences {
  const { classList } = html;
  return {
    theme: classList.contains('dark') ? 'dark' : classList.contains('light') ? 'light' : 'system',
    density: oneOf(DENSITIES, html.getAttribute('data-density')),
    palette: oneOf(PALETTES, html.getAttribute('data-palette')) ?? DEFAULT_PREFERENCES.palette,
  };
}

const ONE_YEAR_S = 365 * 24 * 60 * 60;

/** One choice as a cookie for the whole origin; no choice ends the cookie. */
export function preferenceCookie(
  name: keyof Preferences,
  value: string | null,
  secure: boolean,
): string {
  const age = value === null ? 0 : ONE_YEAR_S;
  const tail = `Path=/; Max-Age=${age}; SameSite=Lax${secure ? '; Secure' : ''}`;
  return `${PREFERENCE_COOKIES[name]}=${value ?? ''}; ${tail}`;
}
