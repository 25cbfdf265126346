import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DemoPerson } from '@ultrathink/api/demo';
import type { PersonId } from '@ultrathink/domain/kernel';
import { afterAll, expect, it } from 'vitest';
import { readLogIns, sayablePassword, writeLogIns } from './log-ins.ts';

const folder = mkdtempSync(join(tmpdir(), 'log-ins-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('a password can be said aloud, and holds all the chance it was made of', () => {
  expect(sayablePassword(() => Buffer.from('7f0000013f54dcc1', 'hex'))).toBe(
    'lusab-babad-gutih-tugad',
  );
  const made = new Set(Array.from({ length: 1_000 }, () => sayablePassword()));
  expect(made.size).toBe(1_000);
});

it('log-ins are kept for their owner alone, and read back as they were', async () => {
  const file = join(folder, 'secrets/demo-people');
  const ines: DemoPerson = {
    id: '01938f5e-0000-7000-8000-000000000001' as PersonId,
    name: 'Ines Okafor',
    email: 'ines.okafor@aldermoor.example',
    password: sayablePassword(),
    totpSecret: 'JBSWY3DPEHPK3PXP',
    organisation: 'Aldermoor',
    audience: 'operations',
    role: 'administrator',
  };
  writeLogIns(file, [ines]);
  expect(await readLogIns(file)).toEqual(new Map([[ines.email, ines]]));
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await readLogIns(join(folder, 'nothing'))).toEqual(new Map());
});
