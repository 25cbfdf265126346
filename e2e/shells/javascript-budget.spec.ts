import { javascriptBudget, javascriptBytes } from '../fixtures/javascript.ts';
import { expect, test } from '../fixtures/test.ts';

for (const [path, budget] of Object.entries(javascriptBudget())) {
  test(`${path} ships no more JavaScript than its budget`, async ({ page }, info) => {
    const bytes = await javascriptBytes(page, path);
    info.annotations.push({ type: 'compressed bytes', description: `${bytes} of ${budget}` });
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThanOrEqual(budget);
  });
}
