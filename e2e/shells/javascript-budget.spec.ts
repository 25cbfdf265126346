import { javascriptBudgets, javascriptBytes } from '../fixtures/javascript.ts';
import { expect, test } from '../fixtures/test.ts';

for (const budget of javascriptBudgets()) {
  test.describe(() => {
    test.use({ as: budget.as ?? null });
    test(`${budget.path} ships no more JavaScript than its budget`, async ({ page }, info) => {
      const bytes = await javascriptBytes(page, budget);
      const description = `${bytes} of ${budget.bytes}`;
      info.annotations.push({ type: 'compressed bytes', description });
      expect(bytes).toBeGreaterThan(0);
      expect(bytes).toBeLessThanOrEqual(budget.bytes);
    });
  });
}
