import type { Page } from '@playwright/test';
import { open } from '../fixtures/look.ts';
import { expect, test } from '../fixtures/test.ts';

/** What the form of the sheet holds: exact text, not what is shown. */
const held = (page: Page) => page.locator('code', { hasText: '"amount"' });
const amount = (page: Page) => page.getByRole('textbox', { name: 'Amount', exact: true }).first();

/** As a paste does it: the whole text at once. */
async function paste(page: Page, text: string): Promise<void> {
  await amount(page).click();
  await page.keyboard.insertText(text);
  await page.keyboard.press('Tab');
}

const PASTED = [
  ['1,234.50 USD', '1234.5'],
  ['$1 234.50', '1234.5'],
  ['USD 1\u202f234.50', '1234.5'],
  ['1.234,50', '1234.5'],
  ['12345678901234567.89', '12345678901234567.89'],
] as const;

for (const [text, exact] of PASTED) {
  test(`an amount pasted as ${text} is held as ${exact}, digit for digit`, async ({ page }) => {
    await open(page, '/styleguide/fields');
    await paste(page, text);
    await expect(held(page)).toContainText(`"amount":"${exact}"`);
  });
}

test('what could mean two numbers, or none, is refused with a sentence and keeps what was typed', async ({
  page,
}) => {
  await open(page, '/styleguide/fields');
  await paste(page, '1,23');
  await expect(amount(page)).toHaveAttribute('aria-invalid', 'true');
  await expect(amount(page)).toHaveValue('1,23');
  await expect(held(page)).not.toContainText('"amount":"');
});

test('a form sent empty says what is missing, and the summary takes the focus', async ({
  page,
}) => {
  await open(page, '/styleguide/fields');
  await page.getByRole('button', { name: 'Continue' }).click();
  const summary = page.getByRole('alert').filter({ hasText: 'Nothing was sent' }).last();
  await expect(summary).toBeVisible();
  await expect
    .poll(() => summary.evaluate((element) => element.contains(document.activeElement)))
    .toBe(true);
});

test('a pasted code fills all six cells', async ({ page }) => {
  await open(page, '/styleguide/fields');
  const cells = page.getByRole('group', { name: 'Code from your authenticator' }).first();
  await cells.getByRole('textbox').first().focus();
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData('text/plain', '123 456');
    const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true });
    document.activeElement?.dispatchEvent(event);
  });
  const values = await cells
    .getByRole('textbox')
    .evaluateAll((all) => all.map((cell) => (cell as HTMLInputElement).value).join(''));
  expect(values).toBe('123456');
});
