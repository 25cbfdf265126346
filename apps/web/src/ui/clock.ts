'use client';

import { useEffect, useState } from 'react';

/**
 * The time now in epoch milliseconds, told again every `everyMs`; `null` until the page runs in the
 * browser, so that server and browser render the same first words.
 */
export function useNow(everyMs: number): number | null {
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    const tell = () => setNow(Date.now());
    tell();
    const timer = setInterval(tell, everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
