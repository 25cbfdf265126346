import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { doneOnce } from './lib/done-once.mjs';

let folder;
let times;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'done-once-'));
  times = 0;
});
afterEach(() => rmSync(folder, { recursive: true }));

const place = () => join(folder, 'secrets/filled');
const beside = () => join(folder, 'people');
const fill = (what) =>
  doneOnce({ place: place(), beside: beside(), what }, () => {
    times += 1;
    writeFileSync(beside(), '{}');
    return Promise.resolve(`filled ${times}`);
  });

it('is done once, and tells again what it told', async () => {
  expect([await fill('a'), await fill('a'), times]).toEqual(['filled 1', 'filled 1', 1]);
});

it('is done again for another database or other sources, and after that once', async () => {
  await fill('a');
  expect([await fill('b'), await fill('b')]).toEqual(['filled 2', 'filled 2']);
  expect(await fill('a')).toBe('filled 3');
});

it('is done again where what it made is gone, or what was written down can not be read', async () => {
  await fill('a');
  rmSync(beside());
  expect(await fill('a')).toBe('filled 2');
  writeFileSync(place(), '{"what":"a","to');
  expect(await fill('a')).toBe('filled 3');
});

it('is not written down as done when it failed', async () => {
  const failing = doneOnce({ place: place(), beside: beside(), what: 'a' }, () =>
    Promise.reject(new Error('the disk is full')),
  );
  await expect(failing).rejects.toThrow('the disk is full');
  expect(await fill('a')).toBe('filled 1');
});
