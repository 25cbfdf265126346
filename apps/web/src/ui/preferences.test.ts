import { describe, expect, it } from 'vitest';
import {
  DEFAULT_PREFERENCES,
  lookAttributes,
  PREFERENCE_COOKIES,
  type Preferences,
  preferenceCookie,
  preferencesOf,
  readPreferences,
} from './preferences.ts';

const jar = (cookies: Record<string, string>) => (name: string) => cookies[name];

const html = (look: ReturnType<typeof lookAttributes>) => ({
  classList: { contains: (name: string) => look.className === name },
  getAttribute: (name: string) =>
    name === 'data-density' ? (look['data-density'] ?? null) : look['data-palette'],
});

describe('preferences', () => {
  it('follow the system and the page until somebody chooses', () => {
    expect(readPreferences(jar({}))).toEqual(DEFAULT_PREFERENCES);
    expect(lookAttributes(DEFAULT_PREFERENCES).className).toBe('');
  });

  it('take a value nobody knows for no choice', () => {
    const cookies = {
      [PREFERENCE_COOKIES.theme]: 'dark" onload="x',
      [PREFERENCE_COOKIES.density]: 'huge',
      [PREFERENCE_COOKIES.palette]: '',
    };
    expect(readPreferences(jar(cookies))).toEqual(DEFAULT_PREFERENCES);
  });

  it('survive the way from cookie to page and back', () => {
    const chosen: Preferences = { theme: 'dark', density: 'comfortable', palette: 'mono' };
    expect(preferencesOf(html(lookAttributes(chosen)))).toEqual(chosen);
  });

  it('end their cookie when the choice is taken back, and stay secure where the page is', () => {
    expect(preferenceCookie('density', null, true)).toBe(
      'look-density=; Path=/; Max-Age=0; SameSite=Lax; Secure',
    );
    expect(preferenceCookie('theme', 'dark', false)).toContain(
      'look-theme=dark; Path=/; Max-Age=3',
    );
  });
});
