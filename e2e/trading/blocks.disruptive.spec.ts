/** A block for three accounts through its form, and another allocation of it that two others agree to. */
import type { Page } from '@playwright/test';
import { verify } from '@ultrathink/verify';
import { open } from '../fixtures/look.ts';
import { act, agree, ask, besides, newKey, stateFile } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ as: 'desk' });
// Some acts want a code of the moment, and a code is taken once.
test.setTimeout(420_000);

const PROPOSER = 'freya.jensen@aldermoor.example';
const COMPLIANCE = 'samuel.adeyemi@aldermoor.example';
const OPERATIONS = 'anton.vesely@aldermoor.example';
const INSTRUMENT = 'BTC/USDT';
/** A checkpoint is signed each minute, over what was numbered by then. */
const SIGNED_MS = 150_000;

interface Block {
  readonly clOrdId: string;
  readonly ordStatus: string;
  readonly versions: readonly {
    readonly version: number;
    readonly legs: readonly { readonly account: string }[];
  }[];
  readonly shares: readonly { readonly account: string; readonly cumQty: string }[];
}
interface Client {
  readonly name: string;
  readonly accounts: readonly { readonly id: string; readonly name: string }[];
}

const blockOf = async ({ request }: Page, clOrdId: string | null): Promise<Block | undefined> => {
  const { data } = await ask<{ blocks: readonly Block[] }>(request, 'trading.listBlocks', {});
  return data.blocks.find((block) => block.clOrdId === clOrdId);
};

async function proves(page: Page, clOrdId: string, file: string): Promise<void> {
  await open(page, `/compliance/orders/${clOrdId}`);
  const taken = page.waitForEvent('download', { timeout: SIGNED_MS });
  await page.getByRole('button', { name: 'Evidence pack' }).click();
  await (await taken).saveAs(file);
  const { code, lines } = verify([file]);
  expect(lines.join('\n')).toMatch(/Parts of a block's fills: \d+; [\s\S]*Verified\./);
  expect(code).toBe(0);
  await page.getByRole('button', { name: 'Replay' }).click();
  const route = page.getByRole('region', { name: 'Routing receipt' });
  await expect(route).toContainText('replayed byte for byte', { timeout: SIGNED_MS });
}

test('ASVS 2.3.5 a block is previewed account by account, sealed and filled; two others divide it anew', async ({
  page,
  browser,
  noise,
}, info) => {
  const { data } = await ask<{ clients: readonly Client[] }>(page.request, 'clients.list');
  const accounts = data.clients
    .flatMap(({ name, accounts: of }) =>
      of.map((one) => ({ id: one.id, label: `${name} · ${one.name}` })),
    )
    .slice(0, 3);
  const { data: listed } = await ask<{
    instruments: readonly {
      readonly instrument: string;
      readonly quote: { readonly ask: { readonly price: string } | null } | null;
    }[];
  }>(page.request, 'markets.listInstruments', {});
  const quote = listed.instruments.find(({ instrument }) => instrument === INSTRUMENT)?.quote;
  const price = String(Math.ceil(Number(quote?.ask?.price ?? '0') * 1.002));

  await open(page, '/desk/blocks');
  await page.getByRole('button', { name: 'Start a block' }).click();
  const form = page.getByRole('dialog', { name: 'Start a block' });
  await form.getByRole('combobox', { name: 'Instrument' }).fill(INSTRUMENT);
  await page.getByRole('option', { name: INSTRUMENT, exact: true }).click();
  await form.getByLabel('Quantity').fill('0.03');
  await form.getByLabel('Limit price').fill(price);
  await form.getByRole('button', { name: 'Add an account' }).click();
  for (const [index, { label }] of accounts.entries()) {
    await form.getByRole('combobox', { name: `Account ${index + 1}` }).fill(label);
    await page.getByRole('option', { name: label }).click();
  }
  // Each account's share, and that it can hold it, before anything is armed.
  const shares = form.getByRole('table', { name: 'What each account gets' });
  await expect(shares.getByText('Yes')).toHaveCount(3, { timeout: 20_000 });
  await expect(form.getByLabel('Route')).toBeVisible();
  await form.getByRole('button', { name: /^Arm: Seal and place/ }).click();
  await form.getByRole('button', { name: /^Seal and place/ }).click();
  await expect(page).toHaveURL(/block=/);
  const clOrdId = new URL(page.url()).searchParams.get('block');
  await expect
    .poll(async () => (await blockOf(page, clOrdId))?.ordStatus, { timeout: 20_000 })
    .toBe('Filled');

  const [first, second] = accounts;
  const proposer = await besides(browser, PROPOSER);
  const proposed = await act<{ proposalId: string }>(
    proposer.request,
    PROPOSER,
    'trading.proposeReallocation',
    {
      idempotencyKey: newKey(),
      clOrdId,
      method: 'Percentage',
      legs: [
        { account: first?.id, weight: '40' },
        { account: second?.id, weight: '60' },
      ],
      reason: 'One of the accounts was not to be in it.',
    },
  );
  expect(proposed.status, proposed.error.sentence).toBe(200);
  const { proposalId } = proposed.data;
  const others = [COMPLIANCE, OPERATIONS] as const;
  const said: string[] = [];
  for (const who of others) {
    const other = await besides(browser, who);
    said.push(await agree(other.request, who, proposalId));
    await other.context().close();
  }
  expect(said).toEqual(['Pending', 'Executed']);
  await proposer.context().close();
  await expect
    .poll(async () => (await blockOf(page, clOrdId))?.versions.length, { timeout: 20_000 })
    .toBe(2);
  const divided = new Map(
    (await blockOf(page, clOrdId))?.shares.map(({ account, cumQty }) => [account, cumQty]),
  );
  expect([...divided]).toHaveLength(2);
  expect([divided.get(first?.id ?? ''), divided.get(second?.id ?? '')]).toEqual(['0.012', '0.018']);
  await expect(page.getByRole('heading', { name: 'Put right' })).toBeVisible();

  // Who sees some clients alone is led from the order to the block; who sees every client takes all of it
  // in one file, and has its decisions made again.
  noise.allow(/ 404 |404 \(/);
  await page.goto(`/desk/orders/${clOrdId}`);
  await expect(page).toHaveURL(`/desk/blocks?block=${clOrdId}`);
  const compliance = await browser.newContext({ storageState: stateFile('compliance') });
  await proves(await compliance.newPage(), clOrdId ?? '', info.outputPath('block.evidence.jsonl'));
  await compliance.close();
});
