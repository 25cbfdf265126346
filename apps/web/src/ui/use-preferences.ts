'use client';

import { useSyncExternalStore } from 'react';
import {
  DEFAULT_PREFERENCES,
  lookAttributes,
  type Preferences,
  preferenceCookie,
  preferencesOf,
} from './preferences.ts';

/** `<html>` is the one place where the choices live in the browser; everything reads them there. */
function subscribe(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, {
    attributeFilter: ['class', 'data-density', 'data-palette'],
  });
  return () => observer.disconnect();
}

let last: Preferences = DEFAULT_PREFERENCES;

function snapshot(): Preferences {
  const now = preferencesOf(document.documentElement);
  const same =
    now.theme === last.theme && now.density === last.density && now.palette === last.palette;
  if (!same) last = now;
  return last;
}

/** The choices now. While the server renders it answers with the defaults. */
export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, snapshot, () => DEFAULT_PREFERENCES);
}

/** Puts a choice on the page at once and keeps it in its cookie for the next one. */
export function choosePreference<Name extends keyof Preferences>(
  name: Name,
  value: Preferences[Name],
): void {
  const html = document.documentElement;
  const look = lookAttributes({ ...preferencesOf(html), [name]: value });
  html.classList.remove('light', 'dark');
  if (look.className !== '') html.classList.add(look.className);
  if (look['data-density'] === undefined) html.removeAttribute('data-density');
  else html.setAttribute('data-density', look['data-density']);
  html.setAttribute('data-palette', look['data-palette']);
  const kept = name === 'theme' && value === 'system' ? null : value;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing outside https
  document.cookie = preferenceCookie(name, kept, location.protocol === 'https:');
}

const DARK_QUERY = '(prefers-color-scheme: dark)';

function subscribeToSystem(onChange: () => void): () => void {
  const query = matchMedia(DARK_QUERY);
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
}

/** The theme that is really shown, for drawings on a canvas, which know no `light-dark()`. */
export function useShownTheme(): 'light' | 'dark' {
  const { theme } = usePreferences();
  const systemIsDark = useSyncExternalStore(
    subscribeToSystem,
    () => matchMedia(DARK_QUERY).matches,
    () => false,
  );
  if (theme !== 'system') return theme;
  return systemIsDark ? 'dark' : 'light';
}
