/** Plants a dead export, an unlisted package, a secret and a crossing of tags: each is refused. */
import { generateKeyPairSync } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { secrets, TURBO_ENV } from './lib/checks.mjs';
import { binOf, ROOT } from './lib/paths.mjs';
import { run, runNode } from './lib/run.mjs';

let root;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'checks-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function plant(path, text) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), typeof text === 'string' ? text : JSON.stringify(text));
}

const manifest = (name, more = {}) => ({
  name,
  version: '0.1.0',
  private: true,
  type: 'module',
  ...more,
});

function plantWorkspaces() {
  plant('package.json', {
    ...manifest('ultrathink'),
    packageManager: 'npm@11.19.1',
    workspaces: ['packages/*'],
  });
  plant(
    'packages/runtime/package.json',
    manifest('@ultrathink/runtime', { exports: './src/index.ts' }),
  );
  plant('packages/worker/package.json', manifest('@ultrathink/worker'));
}

describe('dead code', () => {
  async function knip() {
    copyFileSync(join(ROOT, 'knip.json'), join(root, 'knip.json'));
    const { status, output } = await runNode([binOf('knip'), '--no-progress'], { cwd: root });
    return { status, output };
  }

  it('is refused: an export nobody uses, a file nobody reaches, a package nobody lists', async () => {
    plantWorkspaces();
    plant(
      'packages/runtime/src/index.ts',
      "import 'not-listed';\nexport { used } from './parts.ts';\n",
    );
    plant(
      'packages/runtime/src/parts.ts',
      'export const used = 1;\nexport const deadExport = 2;\n',
    );
    plant('packages/runtime/src/dead-file.ts', 'export const a = 1;\n');
    const { status, output } = await knip();
    expect(status).not.toBe(0);
    expect(output).toContain('deadExport');
    expect(output).toContain('packages/runtime/src/dead-file.ts');
    expect(output).toContain('not-listed');
  }, 30_000);
});

describe('secrets', () => {
  // Put together here, so that this file itself holds none.
  const { privateKey: KEY } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  const URL_WITH_PASSWORD = ['postgresql://admin:', 'Tr0ub4dor', '@db.example.com/live'].join('');

  it.each([
    ['a private key', KEY],
    ['a database address with its password', `export const url = '${URL_WITH_PASSWORD}';\n`],
  ])(
    'are refused: %s',
    async (_, text) => {
      plant('src/settings.ts', text);
      plant('src/app/[id]/page.ts', 'export const a = 1;\n');
      const result = await secrets(root, ['src/settings.ts', 'src/app/[id]/page.ts']);
      expect(result.ok).toBe(false);
      expect(result.output).toContain('settings.ts');
    },
    30_000,
  );

  it('are not seen where there are none', async () => {
    plant('src/app/[id]/page.ts', 'export const a = 1;\n');
    expect((await secrets(root, ['src/app/[id]/page.ts'])).ok).toBe(true);
  }, 30_000);
});

describe('tags', () => {
  it('are refused: a worker that imports the api', async () => {
    plantWorkspaces();
    plant('packages/api/package.json', manifest('@ultrathink/api', { exports: './src/index.ts' }));
    plant('packages/api/src/index.ts', 'export const a = 1;\n');
    const wants = { dependencies: { '@ultrathink/api': '0.1.0' } };
    plant('packages/worker/package.json', manifest('@ultrathink/worker', wants));
    plant(
      'packages/worker/src/main.ts',
      "import { a } from '@ultrathink/api';\nexport const b = a;\n",
    );
    const link = (name) =>
      symlinkSync(join(root, 'packages', name), join(root, 'node_modules/@ultrathink', name));
    mkdirSync(join(root, 'node_modules/@ultrathink'), { recursive: true });
    for (const name of ['api', 'worker', 'runtime']) {
      link(name);
      cpSync(
        join(ROOT, 'packages', name, 'turbo.json'),
        join(root, 'packages', name, 'turbo.json'),
      );
    }
    copyFileSync(join(ROOT, 'turbo.json'), join(root, 'turbo.json'));
    await run('git', ['init', '-q'], { cwd: root });
    const { status, output } = await runNode([binOf('turbo'), 'boundaries'], {
      cwd: root,
      env: TURBO_ENV,
    });
    expect(output).toContain('@ultrathink/api');
    expect(output).toContain('api');
    expect(status).not.toBe(0);
  }, 30_000);
});
