import type { Page, Request } from '@playwright/test';
import { open } from '../fixtures/look.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ as: 'operations' });

/** Jobs measure at their start; a busy machine may take a while to get there. */
const FIRST_MEASURE_MS = 30_000;

const headline = (page: Page) => page.getByRole('heading', { level: 1 });
const figures = (page: Page) => page.getByLabel('The platform in six figures');
const isLiveStream = (request: Request) => request.url().includes('/api/trpc/live');

test('the page says in one sentence that everything runs, from figures that are live', async ({
  page,
}) => {
  await open(page, '/operations');
  await expect(headline(page)).toHaveText('Everything runs.', { timeout: FIRST_MEASURE_MS });
  await expect(figures(page)).toContainText(/MB/);
  await expect(figures(page)).not.toContainText('Unknown');
  await expect(page.getByRole('region', { name: 'Engine' })).toContainText(/Live/);
  const parts = page.getByRole('region', { name: 'Parts' });
  for (const name of ['Engine', 'Jobs', 'Database']) await expect(parts).toContainText(name);
  await expect(page.getByRole('region', { name: 'Largest tables' })).toContainText('audit.');
});

test('a ping goes through the engine and back, and says which process answered', async ({
  page,
}) => {
  await open(page, '/operations');
  await page.getByRole('button', { name: 'Ping the engine' }).click();
  await expect(page.getByText(/Engine answered in \d+(\.\d)? ms, process \d+/)).toBeVisible();
});

test('every chart has its figures as a table', async ({ page }) => {
  await open(page, '/operations');
  await expect(headline(page)).toHaveText('Everything runs.', { timeout: FIRST_MEASURE_MS });
  const engine = page.getByRole('region', { name: 'Engine' });
  const toggles = engine.getByRole('radio', { name: 'Table' });
  await expect(toggles).toHaveCount(4);
  for (const toggle of await toggles.all()) await toggle.click();
  await expect(engine.getByRole('table').or(engine.getByRole('grid'))).toHaveCount(4);
});

test('the span of the database charts stands in the address', async ({ page }) => {
  await open(page, '/operations');
  await page.getByRole('radio', { name: /twenty-four hours/ }).click();
  await expect(page).toHaveURL(/span=24h/);
  await page.reload();
  await expect(page.getByRole('radio', { name: /twenty-four hours/ })).toBeChecked();
});

test('all tabs of a browser share one live stream, and the next takes over when its tab closes', async ({
  context,
}) => {
  const streams: Request[] = [];
  context.on('request', (request) => {
    if (isLiveStream(request)) streams.push(request);
  });
  const tabs = [await context.newPage(), await context.newPage(), await context.newPage()];
  for (const tab of tabs) await open(tab, '/operations');
  for (const tab of tabs) {
    await expect(tab.getByRole('region', { name: 'Engine' })).toContainText(/Live/);
  }
  expect(streams).toHaveLength(1);
  const [leader, ...others] = tabs;
  expect(streams[0]?.frame().page()).toBe(leader);
  await leader?.close();
  await expect.poll(() => streams.length).toBe(2);
  for (const tab of others) {
    await expect(tab.getByLabel('Control strip')).toContainText(/Live/);
  }
});

test('without a network the page keeps its figures, says how old they are, and comes back by itself', async ({
  page,
  context,
  noise,
}) => {
  noise.allow(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED/);
  const leader = await context.newPage();
  await open(leader, '/operations');
  await open(page, '/operations');
  await expect(figures(page)).not.toContainText('Unknown', { timeout: FIRST_MEASURE_MS });
  await context.setOffline(true);
  // A browser without a network keeps the stream it has; this tab has to open one of its own.
  await leader.close();
  await expect(page.getByLabel('Control strip')).toContainText(/Offline/);
  await expect(headline(page)).toHaveText('This page has lost its line to the platform.');
  await expect(figures(page)).not.toContainText('Unknown');
  await context.setOffline(false);
  await expect(headline(page)).toHaveText('Everything runs.', { timeout: 20_000 });
});
