import { expect, it } from 'vitest';
import { contentSecurityPolicy, pageHeaders } from './security-headers.ts';

const page = { nonce: 'AAAAAAAAAAAAAAAAAAAAAA==', isHttps: true, isDevelopment: false };

it('ASVS 3.4.3 a page runs only what carries its nonce, and is framed by nobody', () => {
  const policy = contentSecurityPolicy(page);
  expect(policy).toContain(`script-src 'self' 'nonce-${page.nonce}' 'strict-dynamic';`);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain("object-src 'none'");
  expect(policy).toContain("base-uri 'none'");
  expect(policy.replace("style-src-attr 'unsafe-inline'", '')).not.toContain('unsafe');
});

it('ASVS 3.4.1 an origin promises https only where it has it: over http the promise is void', () => {
  expect(pageHeaders(page)['strict-transport-security']).toMatch(
    /max-age=\d{8,}; includeSubDomains/,
  );
  expect(pageHeaders({ ...page, isHttps: false })).not.toHaveProperty('strict-transport-security');
  expect(contentSecurityPolicy({ ...page, isHttps: false })).not.toContain('upgrade-insecure');
});

it('no page is kept by anybody on its way', () => {
  expect(pageHeaders(page)['cache-control']).toBe('no-store');
});
