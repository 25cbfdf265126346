import { ORIGIN } from '../fixtures/env.ts';
import { open } from '../fixtures/look.ts';
import { ask, PEOPLE, tell, type Who } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';

const SHELLS = ['client', 'desk', 'compliance', 'operations'] as const;

const PAGES = [
  '/client',
  '/desk',
  '/compliance',
  '/operations',
  '/you/security',
  '/client/audit',
  '/compliance/audit',
];

for (const path of PAGES) {
  test(`ASVS 8.3.1 without a session ${path} leads to the sign-in, and back after it`, async ({
    page,
  }) => {
    await open(page, path);
    await expect(page).toHaveURL(`${ORIGIN}/sign-in?next=${encodeURIComponent(path)}`);
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  });
}

for (const who of SHELLS) {
  test.describe(() => {
    test.use({ as: who satisfies Who });
    test(`ASVS 8.2.1 somebody of ${who} gets 403 and a way home in every other shell`, async ({
      page,
      noise,
    }) => {
      noise.allow(/403/);
      for (const shell of SHELLS.filter((each) => each !== who)) {
        const answer = await open(page, `/${shell}`);
        expect([shell, answer?.status()]).toEqual([shell, 403]);
        await expect(page.getByRole('heading', { level: 1 })).toContainText('does not open');
        await expect(page.getByRole('main').getByRole('link', { name: /^To / })).toHaveAttribute(
          'href',
          `/${who}`,
        );
      }
      expect((await open(page, `/${who}`))?.status()).toBe(200);
    });
  });
}

test('ASVS 1.3 a sign-in leads nowhere but to pages of ours', async ({ page }) => {
  for (const next of ['https://evil.example/', '//evil.example', '/\\evil.example']) {
    await open(page, `/sign-in?next=${encodeURIComponent(next)}`);
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    expect(await page.content()).not.toContain('evil.example"');
  }
});

test('ASVS 6.3.8 a wrong password and an account that is not there get one answer', async ({
  page,
  noise,
}) => {
  noise.allow(/401/);
  const said: (string | null)[] = [];
  for (const email of [PEOPLE.desk, 'nobody@aldermoor.example']) {
    await open(page, '/sign-in');
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill('not-the-password');
    await page.keyboard.press('Enter');
    const fault = page.getByRole('main').getByRole('alert');
    await expect(fault).toBeVisible();
    said.push(await fault.textContent());
  }
  expect(said[0]).toContain('do not match');
  expect(said[1]).toBe(said[0]);
});

test('ASVS 3.5.1 a password step of another origin is refused before it is looked at', async ({
  request,
}) => {
  const answer = await request.post('/api/auth/callback/credentials', {
    headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    form: { email: PEOPLE.desk, password: 'x', csrfToken: 'x' },
  });
  expect(answer.status()).toBe(403);
  expect((await answer.json()).sentence).toContain('Only pages of');
});

test('ASVS 7.2.1 a cookie nobody gave opens nothing', async ({ request, context }) => {
  const cookie = { name: 'ultrathink.session', value: 'a.b.c.d.e', url: ORIGIN };
  await context.addCookies([cookie]);
  expect(await ask(context.request, 'auth.session')).toMatchObject({ status: 200, data: null });
  const refused = await tell(request, 'auth.endMySessions', {});
  expect(refused.error.code).toMatch(/SignInNeeded|InvalidInput/);
});
