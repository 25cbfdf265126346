/** B4: the JavaScript each shell ships, compressed, against its written budget. */
import { javascriptBudgets, javascriptBytes } from '@ultrathink/e2e/javascript';
import type { Bar, BarResult } from './lib/bar.ts';
import { launchBrowser } from './lib/browser.ts';
import { cookieOf } from './lib/cookie-of.ts';
import { startPlatform } from './lib/platform.ts';

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

async function run(): Promise<BarResult> {
  const { origin } = await startPlatform();
  const browser = await launchBrowser();
  try {
    const measured: { path: string; bytes: number; budget: number }[] = [];
    for (const page of javascriptBudgets()) {
      const cookie = page.as === undefined ? undefined : await cookieOf(origin, page.as);
      // A context of its own: nothing is cached from the page before.
      const context = await browser.newContext({
        baseURL: origin,
        ...(cookie !== undefined && { extraHTTPHeaders: { cookie } }),
      });
      const bytes = await javascriptBytes(await context.newPage(), page);
      measured.push({ path: page.path, budget: page.bytes, bytes });
      await context.close();
    }
    const over = measured.filter(({ bytes, budget }) => bytes > budget);
    return {
      columns: ['shipped', 'budget'],
      rows: measured.map(({ path, bytes, budget }) => ({
        what: path,
        cells: [kilobytes(bytes), kilobytes(budget)],
      })),
      met: over.length === 0,
      verdict:
        over.length === 0
          ? 'every page is within its budget'
          : `over budget: ${over.map(({ path }) => path).join(', ')}`,
      settings: { compression: 'as served', pages: measured.length },
      raw: measured,
    };
  } finally {
    await browser.close();
  }
}

export const bar: Bar = { name: 'B4', title: 'JavaScript per shell', run };
