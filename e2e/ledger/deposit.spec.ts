/** Money by two people, with forms alone: what came in is proposed by one, agreed to by another, booked. */
import { open } from '../fixtures/look.ts';
import { ask, besides } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ as: 'desk' });
// Two people sign in with codes of their own, and a code is taken once.
test.setTimeout(240_000);

const PROPOSER = 'anton.vesely@aldermoor.example';
const OTHER = 'ravi.menon@aldermoor.example';

test('ASVS 2.3.5 a deposit is proposed in a form, is nobody’s money until another agrees, and is then booked', async ({
  page: desk,
  browser,
}) => {
  const { data } = await ask<{ clients: { id: string; name: string }[] }>(
    desk.request,
    'clients.list',
  );
  const client = data.clients.find(({ name }) => name === 'Halden Capital Partners');
  const reference = `WIRE-${Date.now()}`;
  const path = `/operations/clients/${client?.id}`;
  const page = await besides(browser, PROPOSER, path);
  await open(page, path);
  await page.getByRole('button', { name: 'Book a deposit' }).click();
  await page.getByRole('combobox', { name: 'Account' }).click();
  await page.getByRole('option').first().click();
  await page.getByRole('combobox', { name: 'Where' }).click();
  await page
    .getByRole('option', { name: /binance/i })
    .first()
    .click();
  await page.getByLabel('Asset').fill('USD');
  await page.getByLabel('Amount').fill('1234.56');
  await page.getByLabel('Reference').fill(reference);
  await page.getByLabel('Reason').fill(`It came in as ${reference}.`);
  await page.getByRole('button', { name: 'Propose it' }).click();
  await expect(page.getByText('It is proposed; nothing has changed yet.')).toBeVisible();
  await page.goto(path);
  const flows = page.getByRole('grid', { name: 'Flows' });
  await expect(flows).toBeVisible();
  await expect(flows.getByText(reference)).toHaveCount(0);

  const other = await besides(browser, OTHER, '/operations/approvals');
  await open(other, '/operations/approvals');
  await other.getByText(`It came in as ${reference}.`).click();
  const drawer = other.getByRole('dialog', { name: 'Proposal' });
  await drawer.getByLabel('Reason', { exact: true }).fill('The bank’s statement shows it.');
  await drawer.getByRole('button', { name: 'Approve' }).click();
  await expect(drawer.getByText('Agreed, and carried out.')).toBeVisible();
  await page.reload();
  await expect(flows.getByText(reference)).toBeVisible({ timeout: 20_000 });
  await page.context().close();
  await other.context().close();
});
