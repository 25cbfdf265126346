/** Money by two people, with forms alone: proposed by one, agreed to by another, then booked. */
import type { Page } from '@playwright/test';
import { open } from '../fixtures/look.ts';
import { ask, besides } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ as: 'desk' });
// Two people sign in with codes of their own, and a code is taken once.
test.setTimeout(240_000);

/** Two who have no hand in connecting the venues: a code is taken once. */
const PROPOSER = 'freya.jensen@aldermoor.example';
const OTHER = 'arjun.mehta@aldermoor.example';
/** Less than a dollar: until it is told the other way too, our books differ, and more would stop the venue. */
const AMOUNT = '0.96';

/** A sign-in proves one act; the next wants a code of its own, on a page that shows the act. */
async function confirmed(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog').filter({ hasText: 'Confirm one act' });
  await dialog.getByRole('button', { name: /fill it in/ }).click({ timeout: 65_000 });
  await dialog.getByRole('button', { name: 'Confirm', exact: true }).click();
  await expect(dialog).toBeHidden();
}

test('ASVS 2.3.5 what came in and what went out is booked once another agrees to it, and not before', async ({
  page: desk,
  browser,
}) => {
  const { data } = await ask<{ clients: { id: string; name: string }[] }>(
    desk.request,
    'clients.list',
  );
  const client = data.clients.find(({ name }) => name === 'Halden Capital Partners');
  const path = `/operations/clients/${client?.id}`;
  const page = await besides(browser, PROPOSER, path);
  const other = await besides(browser, OTHER, '/operations/approvals');
  // Both, so that the books agree with the venue again.
  for (const kind of ['deposit', 'withdrawal'] as const) {
    const reference = `WIRE-${kind}-${Date.now()}`;
    const reason = `The bank tells ${reference}.`;
    await open(page, path);
    await page.getByRole('button', { name: `Book a ${kind}` }).click();
    await page.getByRole('combobox', { name: 'Account' }).click();
    await page.getByRole('option').first().click();
    await page.getByRole('combobox', { name: 'Where' }).click();
    await page
      .getByRole('option', { name: /kraken/i })
      .first()
      .click();
    await page.getByLabel('Asset').fill('USD');
    await page.getByLabel('Amount').fill(AMOUNT);
    await page.getByLabel('Reference').fill(reference);
    await page.getByLabel('Reason').fill(reason);
    await page.getByRole('button', { name: 'Propose it' }).click();
    if (kind === 'withdrawal') await confirmed(page);
    await expect(page.getByText('It is proposed; nothing has changed yet.')).toBeVisible();
    await page.goto(path);
    const flows = page.getByRole('grid', { name: 'Flows' });
    await expect(flows).toBeVisible();
    await expect(flows.getByText(reference)).toHaveCount(0);

    await open(other, '/operations/approvals');
    await other.getByText(reason).click();
    const drawer = other.getByRole('dialog', { name: 'Proposal' });
    await drawer.getByLabel('Reason', { exact: true }).fill('Its statement shows it.');
    await drawer.getByRole('button', { name: 'Approve' }).click();
    if (kind === 'withdrawal') await confirmed(other);
    await expect(drawer.getByText('Agreed, and carried out.')).toBeVisible();
    await page.reload();
    await expect(flows.getByText(reference)).toBeVisible({ timeout: 20_000 });
  }
  await page.context().close();
  await other.context().close();
});
