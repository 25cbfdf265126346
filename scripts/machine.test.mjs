import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { explain, Fault } from './lib/fault.mjs';
import {
  compareVersions,
  dataFolderFault,
  diskFault,
  nodeFault,
  portOf,
  portsFault,
} from './lib/machine.mjs';
import { ROOT } from './lib/paths.mjs';

let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'machine-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('Node', () => {
  it('is compared by number and not by letter', () => {
    expect(compareVersions('v24.9.0', '24.21.0')).toBeLessThan(0);
    expect(compareVersions('24.21.0', '24.21.0')).toBe(0);
    expect(compareVersions('100.0.0', '24.21.0')).toBeGreaterThan(0);
  });

  it.each([
    ['linux', 'x64', '20.0.0'],
    ['linux', 'arm64', '22.1.0'],
    ['win32', 'x64', '20.19.1'],
    ['darwin', 'arm64', '24.21.0'],
  ])('is enough on %s %s from %s on', (platform, arch, version) => {
    expect(nodeFault({ platform, arch, version })).toBeUndefined();
  });

  it.each([
    ['linux', 'x64', '18.20.4', '20.0.0'],
    ['darwin', 'arm64', '24.20.9', '24.21.0'],
    ['linux', 'riscv64', '22.0.0', '24.21.0'],
  ])(
    'is refused on %s %s at %s, and the wanted one is named',
    (platform, arch, version, wanted) => {
      const fault = nodeFault({ platform, arch, version });
      expect(fault).toBeInstanceOf(Fault);
      expect(explain(fault)).toContain(version);
      expect(explain(fault)).toContain(wanted);
      expect(fault.remedy).toContain('https://nodejs.org');
    },
  );

  it('too old to run the demo at all gets a sentence and no stack', () => {
    // The guard is the first thing the first file does, so a Node that says it is 18 meets it.
    const lie = join(folder, 'lie.mjs');
    writeFileSync(lie, "Object.defineProperty(process, 'version', { value: 'v18.20.4' });\n");
    const demo = join(ROOT, 'scripts/demo.mjs');
    const { status, stderr } = spawnSync(process.execPath, ['--import', lie, demo], {
      encoding: 'utf8',
      env: { ...process.env, DATA_DIR: join(folder, 'data') },
    });
    expect(status).toBe(1);
    expect(stderr).toContain('This is Node 18.20.4; the project needs 20.0.0 or newer');
    expect(stderr).not.toContain('    at ');
  });
});

describe('the disk', () => {
  it('is refused when too little is free, with both figures and a way out', () => {
    const fault = diskFault({ path: folder, firstStart: true, free: 3e8 });
    expect(fault.message).toContain('0.3 GB free, 2.0 GB needed');
    expect(fault.remedy).toContain('DATA_DIR=');
  });

  it('needs less when the platform is there already', () => {
    expect(diskFault({ path: folder, firstStart: false, free: 1e9 })).toBeUndefined();
  });

  it('is asked at the nearest folder that is there', () => {
    expect(diskFault({ path: join(folder, 'a/b/c'), firstStart: false })).toBeUndefined();
  });

  it('that turns full in the middle is told apart from a bug', () => {
    const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', path: '/data/x' });
    expect(explain(full)).toMatch(/^No space is left at \/data\/x/);
    expect(explain(new TypeError('x is not y'))).toContain('not of your machine');
  });
});

describe('the data folder', () => {
  it('is made when it is not there', () => {
    expect(dataFolderFault(join(folder, 'new/data'))).toBeUndefined();
  });

  it('is refused when a file stands in its place', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(dataFolderFault(join(folder, 'file')).remedy).toContain('Move the file away');
    expect(dataFolderFault(join(folder, 'file/data')).remedy).toContain('Move the file away');
  });

  it('is refused when this user may not write it', () => {
    const closed = join(folder, 'closed');
    mkdirSync(closed, { mode: 0o755 });
    chmodSync(folder, 0o755);
    if (process.getuid?.() !== 0) chmodSync(closed, 0o555);
    const text = `const { dataFolderFault } = await import(${JSON.stringify(join(ROOT, 'scripts/lib/machine.mjs'))});
      console.log(dataFolderFault(${JSON.stringify(join(closed, 'data'))})?.message);`;
    const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', text], {
      encoding: 'utf8',
      cwd: '/',
      ...nobody,
    });
    expect(stdout).toMatch(/can't be read or written by .*Nothing was changed/);
  });
});

describe('ports', () => {
  const listening = (host) =>
    new Promise((resolve) => {
      const server = createServer().listen(0, host, () => resolve(server));
    });

  it.each(['127.0.0.1', '0.0.0.0'])(
    'taken on %s are refused, and another is offered',
    async (host) => {
      const server = await listening(host);
      const { port } = server.address();
      const fault = await portsFault({ PORT: port });
      server.close();
      expect(fault.message).toContain(`Port ${port} is taken`);
      expect(fault.remedy).toContain(`PORT=${port + 1} npm run demo`);
    },
  );

  it('that are free are no fault', async () => {
    const server = await listening('127.0.0.1');
    const { port } = server.address();
    await new Promise((resolve) => server.close(resolve));
    expect(await portsFault({ PORT: port })).toBeUndefined();
  });

  it('given twice are refused before anything is started', async () => {
    const fault = await portsFault({ PORT: 40_999, ENGINE_METRICS_PORT: 40_999 });
    expect(fault.message).toBe('ENGINE_METRICS_PORT and PORT are both 40999.');
  });

  it.each(['0', '65536', 'http', '3000.5', '-1'])(
    'that are none (%s) are refused by name',
    (text) => {
      expect(() => portOf({ PORT: text }, 'PORT', 3000)).toThrow(`PORT is "${text}"`);
    },
  );
});
