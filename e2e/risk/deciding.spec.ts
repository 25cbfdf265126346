/** A stop from any page by keyboard, and what it takes two people to do: go on again, book money. */
import { lookAt, open } from '../fixtures/look.ts';
import { act, agree, ask, besides, newKey } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ as: 'desk' });
// Some acts want a code of the moment, and a code is taken once.
test.setTimeout(240_000);

const PROPOSER = 'leila.haddad@aldermoor.example';
const OTHER = 'marek.nowak@aldermoor.example';
const CLIENT = 'Corvane Global Macro';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly accounts: readonly { readonly id: string; readonly name: string }[];
}

test('ASVS 2.3.5 one person stops a client from any page by keyboard alone; it goes on by two', async ({
  page,
  browser,
}) => {
  const { data } = await ask<{ clients: readonly Row[] }>(page.request, 'clients.list');
  const client = data.clients.find(({ name }) => name === CLIENT) ?? data.clients.at(-1);
  if (client === undefined) throw new Error('The demo has no clients.');
  await open(page, '/desk/orders');
  const strip = page.getByLabel('Control strip');
  await expect(strip.getByRole('button', { name: /Firm/ })).toBeVisible();
  await page.keyboard.press('Control+Shift+K');
  const sheet = page.getByRole('dialog', { name: 'Kill switch' });
  await sheet.getByRole('radio', { name: /One client/ }).click();
  await sheet.getByRole('combobox').first().click();
  await page.getByRole('option', { name: client.name }).click();
  await expect(sheet.getByText(/^Cancels /)).toBeVisible();
  await sheet.getByRole('button', { name: 'Continue' }).click();
  const confirm = page.getByRole('dialog', { name: `Cancel all: ${client.name}` });
  // The wrong name does nothing.
  await confirm.getByRole('textbox').fill('Firm');
  await page.keyboard.press('Enter');
  await expect(confirm).toBeVisible();
  await confirm.getByRole('textbox').fill(client.name);
  await page.keyboard.press('Enter');
  await expect(page.getByText('Cancels confirmed')).toBeVisible();
  await page.keyboard.press('Escape');
  // As the engine told it, by the stream.
  await expect(strip.getByRole('button', { name: /Stopped/ })).toBeVisible({ timeout: 20_000 });

  const proposer = await besides(browser, PROPOSER);
  const proposed = await act<{ proposalId: string }>(
    proposer.request,
    PROPOSER,
    'risk.proposeResume',
    {
      idempotencyKey: newKey(),
      key: { level: 'client', scope: client.id },
      clientId: client.id,
      ends: 'CANCEL_ALL',
      reason: 'The drill is over.',
    },
  );
  expect(proposed.status, proposed.error.sentence).toBe(200);
  const other = await besides(browser, OTHER);
  const status = await agree(other.request, OTHER, proposed.data.proposalId);
  expect(status).toBe('Executed');
  await expect(strip.getByRole('button', { name: /Stopped/ })).toBeHidden({ timeout: 20_000 });
  await proposer.context().close();
  await other.context().close();
});

test.describe('who looks after what is not settled', () => {
  test.use({ as: 'operations' });
  for (const path of ['/operations/reconciliation', '/operations/settings'] as const) {
    test(`${path} reads well in both themes at three widths`, async ({ page }, info) => {
      test.slow();
      await open(page, path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await lookAt(page, info, `deciding${path.replaceAll('/', '-')}`);
    });
  }
});
