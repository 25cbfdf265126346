/**
 * The log as a compliance officer and as a client read it: found by words and by facet, opened,
 * verified, taken away, and verified again without the platform.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Locator, Page } from '@playwright/test';
import { ROOT } from '../fixtures/env.ts';
import { axeFindings, lookAt, open } from '../fixtures/look.ts';
import { expect, test } from '../fixtures/test.ts';

const run = promisify(execFile);

// A picture of every view is kept anyway; a trace would take longer than the look.
test.use({ trace: 'off' });

/** A checkpoint is signed each minute; a receipt waits for the one after its event. */
const CHECKPOINT_MS = 150_000;

const rowsOf = (page: Page): Locator => page.getByRole('grid', { name: 'Events' }).getByRole('row');
const firstRow = (page: Page): Locator => rowsOf(page).nth(1);

/** The evidence beside the list at wide windows. */
const evidence = (page: Page): Locator => page.getByRole('complementary', { name: 'Event' });

test.describe('compliance', () => {
  test.use({ as: 'compliance' });

  test('reads well in both themes at three widths, every page of it', async ({ page }, info) => {
    test.slow();
    for (const path of ['', '/checkpoints', '/verify']) {
      await open(page, `/compliance/audit${path}`);
      await expect(page.getByRole('heading', { level: 1 })).toContainText(/\d/);
      await lookAt(page, info, `audit${path.replace('/', '-')}`);
    }
  });

  test('an event is found by words and by facet, and the address says which', async ({ page }) => {
    await open(page, '/compliance/audit');
    await expect(firstRow(page)).toBeVisible();
    await page.keyboard.press('/');
    await page.keyboard.type('sign');
    await expect(page).toHaveURL(/find=sign/);
    await page.getByRole('checkbox', { name: 'Sign in' }).check();
    await expect(page).toHaveURL(/action=auth\.signIn/);
    await expect(firstRow(page)).toContainText('Sign in');
    // Only the head is left without it; rows of the search before stay until the next have come.
    await expect(rowsOf(page).filter({ hasNotText: 'Sign in' })).toHaveCount(1);
    await page.reload();
    await expect(page.getByRole('searchbox', { name: 'Find events' })).toHaveValue('sign');
    await expect(page.getByRole('checkbox', { name: 'Sign in' })).toBeChecked();
    await page.getByRole('button', { name: 'Show all events' }).click();
    await expect(page).not.toHaveURL(/find=|action=/);
  });

  test('by the keyboard alone: down the list, open, on to the next, closed', async ({ page }) => {
    await open(page, '/compliance/audit');
    await expect(firstRow(page)).toBeVisible();
    await page.getByRole('grid', { name: 'Events' }).focus();
    for (const key of ['j', 'j', 'Enter']) await page.keyboard.press(key);
    await expect(evidence(page)).toBeVisible();
    // The address follows what is shown, a moment later.
    await expect(page).toHaveURL(/event=/);
    const opened = new URL(page.url()).searchParams.get('event');
    await page.keyboard.press('k');
    await expect(page).not.toHaveURL(new RegExp(`event=${opened}`));
    await expect(evidence(page)).toBeVisible();
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(evidence(page)).toBeHidden();
  });

  test('a receipt proves its event in the browser, and offline without the platform', async ({
    page,
  }, info) => {
    test.setTimeout(CHECKPOINT_MS + 60_000);
    await open(page, '/compliance/audit');
    await firstRow(page).click();
    const proof = evidence(page).getByRole('region', { name: 'Inclusion proof' });
    await proof.getByRole('button', { name: 'Check it here' }).click({ timeout: CHECKPOINT_MS });
    const checks = proof.getByRole('list', { name: 'Checked in this browser' });
    await expect(checks.getByRole('listitem')).toHaveText([/Holds: Event/, /Holds: Root/]);

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      proof.getByRole('button', { name: 'Receipt' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/\.tlog-proof$/);
    const receipt = info.outputPath(download.suggestedFilename());
    await download.saveAs(receipt);

    await page.getByRole('link', { name: 'Verification' }).click();
    const [keysFile] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'keys.txt' }).click(),
    ]);
    const keys = info.outputPath('keys.txt');
    await keysFile.saveAs(keys);
    const program = `${ROOT}docs/verify/verify.mjs`;
    // Ends with 0, or this throws with what it said.
    await run(process.execPath, [program, receipt, '--keys', keys]);
  });

  test('verify now recomputes the whole log and says so', async ({ page }) => {
    await open(page, '/compliance/audit/verify');
    const part = page.getByRole('region', { name: 'Verification' });
    await part.getByRole('button', { name: 'Verify now' }).click();
    await expect(part).toContainText(/Intact\. [\d,]+ events/, { timeout: 30_000 });
    await expect(page.getByRole('heading', { level: 1 })).toContainText('intact');
  });

  test('an export of the whole log is verified offline, event by event', async ({ page }, info) => {
    await open(page, '/compliance/audit');
    await page.getByRole('button', { name: 'Export' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: /Whole log with its proof/ }).click(),
    ]);
    const file = info.outputPath(download.suggestedFilename());
    await download.saveAs(file);
    await run(process.execPath, [`${ROOT}docs/verify/verify.mjs`, file]);
  });

  test('bars drawn over are the span searched, and lifted again by Escape', async ({ page }) => {
    await open(page, '/compliance/audit');
    const bars = page.getByRole('group', { name: 'Events over time' }).getByRole('button');
    await bars.last().focus();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/from=.*to=/);
    await expect(bars.last()).toHaveAttribute('aria-pressed', 'true');
    await page.keyboard.press('Escape');
    await expect(page).not.toHaveURL(/from=/);
  });
});

test.describe('a client', () => {
  test.use({ as: 'client' });

  test('reads events of its own alone', async ({ page }) => {
    await open(page, '/client/audit');
    await expect(firstRow(page)).toBeVisible();
    await expect(page.getByRole('group', { name: 'Client' })).toHaveCount(0);
    await firstRow(page).click();
    await expect(evidence(page)).toBeVisible();
  });

  test('does not open the log of the firm', async ({ page, noise }) => {
    noise.allow(/403|404/);
    const answer = await page.goto('/compliance/audit');
    expect([403, 404]).toContain(answer?.status());
  });
});
