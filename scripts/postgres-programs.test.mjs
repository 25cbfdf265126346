/** Programs that lie under a folder the server's user can't enter are copied to where it can. */
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyPrograms } from './lib/postgres-programs.mjs';

let folder;
let base;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'closed-'));
  base = mkdtempSync(join(tmpdir(), 'open-'));
  mkdirSync(join(folder, 'bin'), { mode: 0o700 });
  mkdirSync(join(folder, 'lib'), { mode: 0o700 });
  writeFileSync(join(folder, 'bin/postgres'), '#!/bin/sh\n', { mode: 0o700 });
  writeFileSync(join(folder, 'lib/libpq.so.5.18'), 'x', { mode: 0o600 });
  symlinkSync('libpq.so.5.18', join(folder, 'lib/libpq.so.5'));
});
afterEach(() => {
  for (const each of [folder, base]) rmSync(each, { recursive: true, force: true });
});

describe.skipIf(process.platform === 'win32')('programs in a closed folder', () => {
  const modeOf = (path) => statSync(path).mode & 0o777;

  it('are copied for everyone to run and for nobody else to change', () => {
    const place = copyPrograms(folder, '18', base);
    expect(modeOf(place)).toBe(0o755);
    expect(modeOf(join(place, 'bin/postgres'))).toBe(0o755);
    expect(modeOf(join(place, 'lib/libpq.so.5'))).toBe(0o644);
  });

  it('are copied once for a version', () => {
    const place = copyPrograms(folder, '18', base);
    const made = statSync(join(place, 'bin/postgres')).mtimeMs;
    expect(copyPrograms(folder, '18', base)).toBe(place);
    expect(statSync(join(place, 'bin/postgres')).mtimeMs).toBe(made);
    expect(copyPrograms(folder, '19', base)).not.toBe(place);
  });

  it('are not trusted where others could have changed them', () => {
    const place = copyPrograms(folder, '18', base);
    chmodSync(place, 0o777);
    expect(() => copyPrograms(folder, '18', base)).toThrow(/others than root could have changed/);
  });
});
