/**
 * Plants a breach of every border in a small tree of the same shape and sees it refused. The rules
 * and settings are the real ones; only the tree is made up.
 */

import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkBorders, modulesOf, unseen } from './lib/borders.mjs';
import { ROOT } from './lib/paths.mjs';

let root;
let found;

const say = (from) => `import '${from}';\n`;
/** File to contents. Each breach is named in BREACHES below. */
const TREE = {
  'packages/domain/src/kernel/index.ts': "export const one = 1;\nexport * from './money.ts';\n",
  'packages/domain/src/kernel/money.ts': 'export const two = 2;\n',
  'packages/domain/src/kernel/looks-up.ts': say('../operations/index.ts'),
  'packages/domain/src/kernel/not-pure.ts': say('node:fs'),
  'packages/domain/src/kernel/left.ts': "import './right.ts';\nexport const left = 1;\n",
  'packages/domain/src/kernel/right.ts':
    "import type { left } from './left.ts';\nexport type Left = typeof left;\n",
  'packages/domain/src/kernel/lost.ts': say('./is-not-there.ts'),
  'packages/domain/src/kernel/uses-test.ts': say('./kernel.test.ts'),
  'packages/domain/src/kernel/kernel.test.ts': 'export const helper = 1;\n',
  'packages/domain/src/operations/index.ts': say('../kernel/index.ts'),
  'packages/domain/src/operations/back-door.ts': say('../kernel/money.ts'),
  'packages/domain/src/risk/index.ts': say('../compliance/index.ts'),
  'packages/domain/src/compliance/index.ts': 'export const three = 3;\n',
  'packages/domain/src/weather/index.ts': 'export const rain = 1;\n',
  'packages/domain/src/engine/index.ts': say('../weather/index.ts'),
  'packages/runtime/src/index.ts': say('../../db/src/index.ts'),
  'packages/db/src/index.ts': say('../../domain/src/kernel/index.ts'),
  'packages/api/src/index.ts': say('next'),
  'packages/api/src/rows.ts': say('pg'),
  'packages/worker/src/main.ts': say('../../api/src/index.ts'),
  'apps/web/src/app/page.tsx': say('../../../../packages/db/src/index.ts'),
  'apps/web/src/app/layout.tsx': say('../features/trading/ticket.tsx'),
  'apps/web/src/ui/table.tsx': say('../features/trading/ticket.tsx'),
  'apps/web/src/features/trading/ticket.tsx': say('../risk/gauge.tsx'),
  'apps/web/src/features/risk/gauge.tsx': say('recharts'),
  'apps/web/src/ui/gauge.tsx': say('recharts'),
  'apps/web/src/features/live/line.ts': 'export const line = 1;\n',
  'apps/web/src/features/risk/live.ts': say('../live/line.ts'),
  'apps/web/src/features/shell/shell.tsx': say('../trading/ticket.tsx'),
};

const BREACHES = [
  ['no-circle', 'packages/domain/src/kernel/left.ts'],
  ['no-unresolved', 'packages/domain/src/kernel/lost.ts'],
  ['domain-is-pure', 'packages/domain/src/kernel/not-pure.ts'],
  ['domain-context-has-a-rung', 'packages/domain/src/engine/index.ts'],
  ['one-door-per-context', 'packages/domain/src/operations/back-door.ts'],
  ['ladder-kernel', 'packages/domain/src/kernel/looks-up.ts'],
  ['ladder-risk', 'packages/domain/src/risk/index.ts'],
  ['layer-packages-runtime', 'packages/runtime/src/index.ts'],
  ['layer-packages-worker-src', 'packages/worker/src/main.ts'],
  ['layer-apps-web', 'apps/web/src/app/page.tsx'],
  ['only-db-meets-postgres', 'packages/api/src/rows.ts'],
  ['no-next-outside-web', 'packages/api/src/index.ts'],
  ['features-stay-apart', 'apps/web/src/features/trading/ticket.tsx'],
  ['frame-knows-no-context', 'apps/web/src/features/shell/shell.tsx'],
  ['ui-knows-no-feature', 'apps/web/src/ui/table.tsx'],
  ['only-ui-draws', 'apps/web/src/features/risk/gauge.tsx'],
  ['no-test-in-the-product', 'packages/domain/src/kernel/uses-test.ts'],
];

function plant(path, text) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'borders-'));
  for (const [path, text] of Object.entries(TREE)) plant(path, text);
  copyFileSync(join(ROOT, 'tsconfig.base.json'), join(root, 'tsconfig.base.json'));
  copyFileSync(join(ROOT, 'apps/web/tsconfig.json'), join(root, 'apps/web/tsconfig.json'));
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  found = await checkBorders({ root, files: Object.keys(TREE) });
}, 60_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('a breach of the borders fails the check', () => {
  it.each(BREACHES)('%s', (rule, file) => {
    expect(found.ok).toBe(false);
    expect(found.output).toContain(`${rule}: ${file}`);
  });

  it('and what is allowed is not called a breach', () => {
    const innocent = [
      'packages/db/src/index.ts',
      'apps/web/src/ui/gauge.tsx',
      'apps/web/src/app/layout.tsx',
      'apps/web/src/features/risk/live.ts',
    ];
    for (const file of innocent) expect(found.output).not.toContain(`: ${file}`);
  });

  it('by every rule: none of them is without a planted breach', async () => {
    const config = createRequire(import.meta.url)(join(ROOT, '.dependency-cruiser.cjs'));
    const rules = config.forbidden.map(({ name }) => name.replace(/^(ladder|layer)-.*/, '$1'));
    const planted = BREACHES.map(([name]) => name.replace(/^(ladder|layer)-.*/, '$1'));
    expect([...new Set(planted)].sort()).toEqual([...new Set(rules)].sort());
  });
});

describe('a check that looked at nothing', () => {
  it('fails, and names what it did not see', async () => {
    plant('packages/domain/src/kernel/seen.ts', '');
    const files = ['packages/domain/src/kernel/index.ts', 'packages/domain/src/kernel/never.ts'];
    const result = await checkBorders({ root, files });
    expect(result.output).toContain('packages/domain/src/kernel/never.ts was not looked into');
  }, 30_000);

  it('fails when the cruiser reads no module at all', () => {
    expect(unseen(['packages/domain/src/kernel/index.ts'], [])).toHaveLength(1);
  });

  it('is not asked about files that are no modules of ours', () => {
    expect(
      modulesOf(['README.md', 'vitest.config.ts', 'apps/web/next-env.d.ts', 'e2e/a.spec.ts']),
    ).toEqual(['e2e/a.spec.ts']);
  });
});
