/** Consent in a real browser: proposed by one, refused to oneself, given by another with a proof. */
import type { Page } from '@playwright/test';
import { lookAt, open } from '../fixtures/look.ts';
import { besides, PEOPLE, SECOND_ADMINISTRATOR } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';

test.describe.configure({ mode: 'serial' });
// Each of two people signs in with a code of his own, and a code is taken once.
test.setTimeout(240_000);

const REASON = `Covers for the auditors ${Date.now()}.`;

let proposer: Page;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000);
  proposer = await besides(browser, SECOND_ADMINISTRATOR);
});
test.afterAll(() => proposer.context().close());

test('an administrator proposes a role for somebody with a proof, and is told who may agree', async () => {
  await proposer.goto('/operations/access');
  await proposer.getByText('Arjun Mehta', { exact: true }).click();
  await proposer.getByRole('button', { name: 'Propose a role' }).click();
  // Its title says what was proposed once it is.
  const dialog = proposer.getByRole('dialog', { name: /^Propose .* for Arjun Mehta/ });
  await dialog.getByRole('combobox').click();
  await proposer.getByRole('option', { name: 'Operations officer' }).click();
  await dialog.getByLabel('Reason').fill(REASON);
  await dialog.getByRole('button', { name: 'Propose it' }).click();
  // It stays, and says who may agree; the focus is on the way on.
  await expect(dialog).toContainText('It is proposed; nothing has changed yet.');
  await expect(dialog.getByRole('region', { name: 'Who may agree' })).toContainText(/1 of/);
  const waits = dialog.getByRole('link', { name: 'Open it' });
  await expect(waits).toHaveAttribute('href', /\/operations\/approvals\?view=mine&proposal=/);
  await expect(dialog.getByRole('button', { name: 'Done' })).toBeFocused();
  await proposer.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
});

test('ASVS 2.3.5 who proposed it sees it, and is told that he does not decide it', async () => {
  await proposer.goto('/operations/approvals?view=mine');
  await proposer.getByText(REASON).click();
  const drawer = proposer.getByRole('dialog', { name: 'Proposal' });
  await expect(drawer.getByText('operations officer', { exact: true })).toBeVisible();
  await expect(drawer.getByRole('button', { name: 'Approve' })).toHaveCount(0);
  await expect(drawer.getByText(/propose/).last()).toBeVisible();
});

test('another one approves it with a reason, and it is carried out at once', async ({
  browser,
}) => {
  const page = await besides(browser, PEOPLE.compliance);
  await page.goto('/compliance/approvals');
  await page.getByText(REASON).click();
  const drawer = page.getByRole('dialog', { name: 'Proposal' });
  await drawer.getByLabel('Reason', { exact: true }).fill('The cover is agreed with finance.');
  await drawer.getByRole('button', { name: 'Approve' }).click();
  await expect(drawer.getByText('Agreed, and carried out.')).toBeVisible();
  await expect(drawer.getByText('1 of 1')).toBeVisible();
  await page.context().close();
});

test('the role is there, by whom and since when', async () => {
  await proposer.goto('/operations/access/review');
  await proposer.getByRole('searchbox').fill('Arjun');
  await expect(proposer.getByText('Operations officer').first()).toBeVisible();
});

for (const path of [
  '/operations/access',
  '/operations/access/organisations',
  '/operations/access/permissions',
  '/operations/access/review',
  '/operations/access/sessions',
  '/operations/access/keys',
  '/operations/approvals?view=open',
  '/operations/approvals/policy',
]) {
  test(`${path} is free of serious findings at every width, in both themes`, async () => {
    await open(proposer, path);
    await expect(proposer.getByRole('heading', { level: 1 })).toBeVisible();
    await lookAt(proposer, test.info(), path.replaceAll(/[/?=]/g, '-'));
  });
}
