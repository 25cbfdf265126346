/** Set by the proxy on every request for a page: the address, so that a sign-in can come back to it. */
export const PAGE_HEADER = 'x-ultrathink-page';
