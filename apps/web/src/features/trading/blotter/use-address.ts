'use client';

import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';

export const BLOTTER_TABS = [
  'working',
  'unconfirmed',
  'history',
  'executions',
  'positions',
  'balances',
  'breaks',
] as const;
export type BlotterTab = (typeof BLOTTER_TABS)[number];

/** What the blotter shows stands in the page's address. */
export function useBlotterAddress() {
  const [address, setAddress] = useQueryStates({
    show: parseAsStringLiteral(BLOTTER_TABS).withDefault('working'),
    /** The order that is open beside the list. */
    order: parseAsString,
    /** The unconfirmed request or break that is. */
    evidence: parseAsString,
  });
  return { address, change: (to: Parameters<typeof setAddress>[0]) => void setAddress(to) };
}
