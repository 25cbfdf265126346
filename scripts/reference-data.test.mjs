import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ROOT } from './lib/paths.mjs';
import { referenceData, referenceFolder } from './lib/reference-data.mjs';

it('is looked for where REFERENCE_DATA says', () => {
  const folder = mkdtempSync(join(tmpdir(), 'reference-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'a.xsd'), '');
  expect(referenceData('a.xsd', { REFERENCE_DATA: folder })).toBe(join(folder, 'a.xsd'));
});

it('is looked for in reference/ otherwise', () => {
  expect(referenceFolder({})).toBe(join(ROOT, 'reference'));
  expect(referenceFolder({ REFERENCE_DATA: '' })).toBe(join(ROOT, 'reference'));
});

it('says in a sentence what is missing and where it was looked for', () => {
  const folder = join(tmpdir(), 'no-such-folder');
  expect(() => referenceData('schemas/a.xsd', { REFERENCE_DATA: folder })).toThrow(
    `This test needs the reference data schemas/a.xsd, and ${folder} does not hold it.`,
  );
});
