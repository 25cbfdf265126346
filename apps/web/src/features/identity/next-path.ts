/** Where a sign-in leads: back to the page that asked for it, and never off our own origin. */

export const SIGN_IN_PATH = '/sign-in';

/** The parser needs one; it stands for whatever ours is. */
const OWN = 'http://own.invalid';

/** Path and query of a page of ours; null for anything else, however it is written. */
export function safeNext(next: string | null | undefined): string | null {
  if (next == null || !next.startsWith('/')) return null;
  let url: URL;
  try {
    url = new URL(next, OWN);
  } catch {
    return null;
  }
  if (url.origin !== OWN || url.pathname.startsWith('//')) return null;
  const { pathname, search } = url;
  if (pathname === '/' || pathname.startsWith(SIGN_IN_PATH) || pathname.startsWith('/api/')) {
    return null;
  }
  return `${pathname}${search}`;
}

/** The sign-in that comes back to a page. */
export function signInPath(next: string): string {
  const safe = safeNext(next);
  return safe === null ? SIGN_IN_PATH : `${SIGN_IN_PATH}?next=${encodeURIComponent(safe)}`;
}
