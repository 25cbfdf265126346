import { describe, expect, it } from 'vitest';
import { safeNext, signInPath } from './next-path.ts';

describe('ASVS 1.3 where a sign-in leads', () => {
  it.each(['/desk', '/operations/access/people?role=Trader', '/compliance/audit?q=%2F%2Fa'])(
    '%s is a page of ours',
    (path) => expect(safeNext(path)).toBe(path),
  );

  it.each([
    'https://evil.example/desk',
    '//evil.example/desk',
    '/\\evil.example',
    '/%5c/evil.example/..//evil.example',
    '/\t/evil.example',
    '/..//evil.example',
    'javascript:alert(1)',
    'desk',
    '',
    '/',
    '/sign-in?next=/desk',
    '/api/trpc/auth.signOut',
    null,
    undefined,
  ])('%j is none', (path) => {
    const safe = safeNext(path);
    expect(safe === null || new URL(safe, 'http://ours.test').host === 'ours.test').toBe(true);
    expect(safe?.startsWith('//') ?? false).toBe(false);
    if (path !== '/%5c/evil.example/..//evil.example') expect(safe).toBeNull();
  });

  it('is written so that it comes back as it was', () => {
    const path = signInPath('/compliance/audit?q=a&b=c');
    expect(new URL(path, 'http://ours.test').searchParams.get('next')).toBe(
      '/compliance/audit?q=a&b=c',
    );
    expect(signInPath('https://evil.example')).toBe('/sign-in');
  });
});
