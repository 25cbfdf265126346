'use client';

import { useEffect, useState } from 'react';

/**
 * The secret of a mailed link. It stands behind the `#`, which browsers send to nobody, so that no
 * log has it; once read it leaves the address, so that no history has it either.
 *
 * `undefined` until the page runs, null for a link without one.
 */
export function useMailToken(): string | null | undefined {
  const [token, setToken] = useState<string | null>();
  useEffect(() => {
    const read = () => {
      const found = /^#([\w-]{43})$/.exec(location.hash)?.[1];
      if (found === undefined) return setToken((before) => before ?? null);
      setToken(found);
      history.replaceState(null, '', location.pathname);
    };
    read();
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, []);
  return token;
}
