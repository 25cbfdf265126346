import { lookAt, open } from '../fixtures/look.ts';
import type { Who } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';

/** Those that no journey looks at: the client's overview and the desk's market are looked at by theirs. */
const PAGES: readonly (readonly [string, Who | null])[] = [
  ['/', null],
  ['/sign-in', null],
  ['/reset-password', null],
  ['/invitation', null],
  ['/dev/mail', null],
  ['/offline', null],
  ['/compliance', 'compliance'],
  ['/operations', 'operations'],
  ['/you/security', 'administrator'],
];

// A picture of every view is kept anyway; a trace would take longer than the look.
test.use({ trace: 'off' });

for (const [path, who] of PAGES) {
  test.describe(() => {
    test.use({ as: who });
    test(`${path} reads well in both themes at three widths`, async ({ page }, info) => {
      await open(page, path);
      await expect(page.getByRole('main')).toBeVisible();
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await lookAt(page, info, path === '/' ? 'landing' : path.slice(1));
    });
  });
}
