/** Files of all that a list matches, as the server writes them. */
import { MOST_EXPORTED } from '@ultrathink/api/client';

const MOST = MOST_EXPORTED.toLocaleString('en-GB');

/** @param search as the list is asked for; what narrows nothing is left out */
export function exportAll(list: 'orders' | 'executions', search: object) {
  const said = Object.entries(search).filter(([, value]) => value !== null && value !== undefined);
  const query = new URLSearchParams({ search: JSON.stringify(Object.fromEntries(said)) });
  return {
    href: `/api/export/${list}?${query.toString()}`,
    about: `all ${list} that match, by client, account, instrument, side, state and time, up to ${MOST} rows`,
  };
}
