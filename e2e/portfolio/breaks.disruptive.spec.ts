/**
 * Money that nobody knows of comes in at a venue: it stands as a break, stops what would make positions larger
 * there, and is closed by an entry that two people agree to. It stops that venue for everybody meanwhile.
 */
import type { Page } from '@playwright/test';
import { ACCOUNTS } from '../fixtures/accounts.ts';
import { SIMULATOR } from '../fixtures/env.ts';
import { open } from '../fixtures/look.ts';
import { accountOf, fundsOf, units } from '../fixtures/orders.ts';
import { besides } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ as: 'desk' });
// Two people sign in with codes of their own, and a code is taken once.
test.setTimeout(240_000);

const OWNER = { name: 'Ravi Menon', email: 'ravi.menon@aldermoor.example' };
const OTHER = 'arjun.mehta@aldermoor.example';
const AMOUNT = '1234.56';
const TOLD_MS = 30_000;

const cell = (page: Page, name: string) => page.locator(`[data-strip-cell="${name}"]`);
/** The cell is there where anything is stopped at all: another journey may have stopped a client before. */
async function stopped(page: Page): Promise<number> {
  const [text = ''] = await cell(page, 'Stopped levels').allTextContents();
  return Number(/\d+/.exec(text)?.[0] ?? 0);
}
const breakOf = (page: Page) =>
  page.getByRole('grid', { name: 'Open breaks' }).getByText('Deposit of nobody’s');

/** A sign-in of this minute proves one act; on a slow machine it is older. */
async function proven(page: Page): Promise<void> {
  const proof = page.getByRole('dialog').filter({ hasText: 'Confirm one act' });
  const done = page.getByText('It is proposed; nothing has changed yet.');
  await expect(proof.or(done).first()).toBeVisible();
  if (!(await proof.isVisible())) return;
  await proof.getByRole('button', { name: /fill it in/ }).click({ timeout: 65_000 });
  await proof.getByRole('button', { name: 'Confirm', exact: true }).click();
}

test('ASVS 2.3.5 a break stops its venue’s key, is taken by one person, and closed by an entry that another agrees to', async ({
  page,
  browser,
}) => {
  const account = await accountOf(page.request, ACCOUNTS.divided);
  const before = await fundsOf(page.request, account, 'USD');
  const owner = await besides(browser, OWNER.email, '/operations/reconciliation?view=accounts');
  await expect(cell(owner, 'Breaks')).toContainText('Breaks0');
  const stoppedBefore = await stopped(owner);
  // As somebody's transfer arrives: the venue has it, and our books do not.
  const came = await page.request.post(`${SIMULATOR}/admin/customers?venue=kraken`, {
    data: { key: `came-${Date.now()}`, secret: 'of nobody', balances: { USD: AMOUNT } },
  });
  expect(came.status()).toBe(200);
  const accounts = owner.getByRole('grid', { name: 'Accounts at venues' });
  const row = accounts.getByRole('row').filter({ hasText: 'Kraken' });
  await row.getByRole('button', { name: 'Compare Simulated now' }).click();
  await expect(cell(owner, 'Breaks')).toContainText('Breaks1', { timeout: TOLD_MS });
  await expect.poll(() => stopped(owner), { timeout: TOLD_MS }).toBe(stoppedBefore + 1);

  await owner.getByRole('tab', { name: /^Breaks/ }).click();
  await breakOf(owner).click();
  const drawer = owner.getByRole('dialog', { name: 'Break' });
  await expect(drawer.getByText('1,234.56 USD from suspense to whom it belongs')).toBeVisible();
  await drawer.getByRole('button', { name: 'Take ownership' }).click();
  await expect(drawer.getByText(OWNER.name)).toBeVisible();
  const reason = `The bank told of it at last, ${Date.now()}.`;
  await drawer.getByRole('button', { name: 'Propose to close' }).click();
  const close = owner.getByRole('dialog', { name: /Close the break/ });
  await close.getByRole('combobox', { name: 'To the account' }).click();
  await owner.getByRole('option', { name: ACCOUNTS.divided.replace(' ·', ',') }).click();
  await close.getByLabel('What it was').fill('A transfer of the client, without a reference.');
  await close.getByLabel('Reason').fill(reason);
  await close.getByRole('button', { name: 'Propose it' }).click();
  await proven(owner);
  expect(await fundsOf(page.request, account, 'USD')).toBe(before);

  const other = await besides(browser, OTHER, '/operations/approvals');
  await other.getByText(reason).click();
  const proposal = other.getByRole('dialog', { name: 'Proposal' });
  await proposal.getByLabel('Reason', { exact: true }).fill('Its statement shows it.');
  await proposal.getByRole('button', { name: 'Approve' }).click();
  await expect(proposal.getByText('Agreed, and carried out.')).toBeVisible();
  await other.context().close();

  const after = before + units(AMOUNT);
  await expect.poll(() => fundsOf(page.request, account, 'USD'), { timeout: TOLD_MS }).toBe(after);
  // Compared again by itself: nothing differs, and what the break stopped goes on.
  await expect(cell(owner, 'Breaks')).toContainText('Breaks0', { timeout: TOLD_MS });
  await expect.poll(() => stopped(owner), { timeout: TOLD_MS }).toBe(stoppedBefore);
  await open(owner, '/operations/reconciliation?view=closed');
  const closed = owner.getByRole('grid', { name: 'Closed breaks' });
  await closed.getByText('Deposit of nobody’s').first().click();
  await expect(owner.getByRole('dialog', { name: 'Break' }).getByText('Closed')).toBeVisible();
  await owner.context().close();
});
