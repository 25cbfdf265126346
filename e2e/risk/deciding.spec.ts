/** A stop from any page by keyboard, and what it takes two people to do: go on again, book money. */
import { type Browser, type BrowserContext, expect as be } from '@playwright/test';
import { lookAt, open } from '../fixtures/look.ts';
import { act, ask, PEOPLE, signIn, type Who } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ as: 'desk' });
test.describe.configure({ mode: 'serial' });
// Some acts want a code of the moment, and a code is taken once.
test.setTimeout(240_000);

const CLIENT = 'Corvane Global Macro';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly accounts: readonly { readonly id: string; readonly name: string }[];
}

async function as(browser: Browser, who: Exclude<Who, null>): Promise<BrowserContext> {
  // A proof changes a session's secret: these people sign in for themselves.
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  await signIn(await context.newPage(), PEOPLE[who]);
  return context;
}

const newKey = (): string => {
  const ms = Date.now().toString(16).padStart(12, '0');
  const rest = crypto.randomUUID().slice(15);
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7${rest}`;
};

/** Agrees as somebody else, exactly to what is proposed. */
async function agree(context: BrowserContext, who: string, proposalId: string): Promise<string> {
  const { request } = context;
  const { data } = await ask<{
    proposal: { canDecideFor: readonly string[]; payloadHash: string };
  }>(request, 'approval.get', { proposalId });
  const decided = await act<{ status: string }>(request, who, 'approval.decide', {
    idempotencyKey: newKey(),
    proposalId,
    group: data.proposal.canDecideFor[0],
    verdict: 'Approve',
    payloadHash: data.proposal.payloadHash,
    reason: 'As it was agreed on the desk.',
  });
  be(decided.status, decided.error.sentence).toBe(200);
  return decided.data.status;
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

  const operations = await as(browser, 'operations');
  const proposed = await act<{ proposalId: string }>(
    operations.request,
    PEOPLE.operations,
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
  const compliance = await as(browser, 'compliance');
  const status = await agree(compliance, PEOPLE.compliance, proposed.data.proposalId);
  expect(status).toBe('Executed');
  await expect(strip.getByRole('button', { name: /Stopped/ })).toBeHidden({ timeout: 20_000 });
  await operations.close();
  await compliance.close();
});

for (const path of ['/operations/reconciliation', '/operations/settings'] as const) {
  test(`${path} reads well in both themes at three widths`, async ({ browser }, info) => {
    test.slow();
    const context = await as(browser, 'operations');
    const page = await context.newPage();
    await open(page, path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await lookAt(page, info, `deciding${path.replaceAll('/', '-')}`);
    await context.close();
  });
}
