/**
 * The headers that depend on the request (ASVS 3.4); the others stand in next.config.ts. Pages are
 * made for each request, so each has a nonce of its own and nothing else may run on it.
 */

const TWO_YEARS_S = 63_072_000;

export interface PageSecurity {
  readonly nonce: string;
  /** The origin has a certificate: only then a promise to always use one can be kept. */
  readonly isHttps: boolean;
  /** `next dev` evaluates code and writes styles by itself. */
  readonly isDevelopment: boolean;
}

export function contentSecurityPolicy({ nonce, isHttps, isDevelopment }: PageSecurity): string {
  const style = isDevelopment
    ? "style-src 'self' 'unsafe-inline'"
    : `style-src 'self' 'nonce-${nonce}'`;
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    style,
    // Charts and floating surfaces place themselves by style attributes; those carry no code.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${isDevelopment ? ' ws:' : ''}`,
    "manifest-src 'self'",
    "worker-src 'self'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    ...(isHttps ? ['upgrade-insecure-requests'] : []),
  ].join('; ');
}

/** Of a page, beside the headers of next.config.ts. */
export function pageHeaders(security: PageSecurity): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentSecurityPolicy(security),
    'cache-control': 'no-store',
    ...(security.isHttps && {
      'strict-transport-security': `max-age=${TWO_YEARS_S}; includeSubDomains; preload`,
    }),
  };
}

/** Of an answer that is no page: nothing in it may ever be shown as one. */
export function apiHeaders(): Readonly<Record<string, string>> {
  return {
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cache-control': 'no-store',
  };
}
