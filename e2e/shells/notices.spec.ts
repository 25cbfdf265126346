import { axeFindings, open, settled, THEMES } from '../fixtures/look.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ as: 'client' });

test('the bell says that nothing has happened, by keyboard and past axe in both themes', async ({
  page,
}) => {
  await open(page, '/client');
  const bell = page.getByRole('button', { name: 'Notices' });
  await bell.focus();
  await page.keyboard.press('Enter');
  const notices = page.getByRole('dialog', { name: 'Notices' });
  await expect(notices).toContainText('Nothing has happened since this tab was opened.');
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme });
    await settled(page);
    expect(await axeFindings(page), theme).toEqual([]);
  }
  await page.keyboard.press('Escape');
  await expect(notices).toBeHidden();
  await expect(bell).toBeFocused();
});

test('a page without a control strip says when it has lost its line, what is safe, and when it is back', async ({
  page,
  context,
  noise,
}) => {
  noise.allow(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED/);
  const leader = await context.newPage();
  await open(leader, '/client');
  await open(page, '/client');
  const line = page.locator('[data-line-strip]').getByRole('status');
  await expect(line).toHaveText('');
  await context.setOffline(true);
  // A browser without a network keeps the stream it has; this tab has to open one of its own.
  await leader.close();
  await expect(line).toContainText('Nothing is sent until this browser is back on a network.');
  await context.setOffline(false);
  await expect(line).toHaveText('', { timeout: 20_000 });
});
