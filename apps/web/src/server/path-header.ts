/** The address of the page that is being made, path and query: set by the proxy on every request. */
export const PATH_HEADER = 'x-ultrathink-path';
