'use client';

import { createContext, use } from 'react';
import type { SessionView } from './session-view.ts';

export interface Known {
  readonly session: SessionView;
  readonly isDemo: boolean;
  readonly roleTitles: readonly string[];
}

export const SessionContext = createContext<Known | null>(null);

/** The person of this page: the one it was made for, for as long as it stands. */
export function useSession(): SessionView {
  return useKnown().session;
}

/** Whether codes of the demo's people may be filled in. */
export function useIsDemo(): boolean {
  return useKnown().isDemo;
}

/** The person's roles in this organisation as people say them: `risk officer`. */
export function useRoleTitles(): readonly string[] {
  return useKnown().roleTitles;
}

function useKnown(): Known {
  const known = use(SessionContext);
  if (known === null) throw new Error('There is no SessionProvider around this.');
  return known;
}

/** Signing out leaves every tab; what they showed is that person's. */
export function leaveForSignIn(): void {
  location.assign('/sign-in');
}
