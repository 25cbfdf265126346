import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { aShell } from '../../testing/a-shell.ts';
import { openAside } from './aside-file.ts';

const folder = await mkdtemp(join(tmpdir(), 'aside-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const aKill = () =>
  aShell().command({
    act: 'Kill',
    key: { level: 'firm', scope: 'firm' },
    grade: 'CANCEL_ALL',
    why: 'a test',
  });

it('gives back what was set aside, in its order, to whoever comes next', async () => {
  const path = join(folder, 'new', 'kills.jsonl');
  const kills = [aKill(), aKill()];
  for (const kill of kills) await openAside(path).setAside(kill);
  expect(await openAside(path).aside()).toEqual(kills);
  await openAside(path).clearAside();
  expect(await openAside(path).aside()).toEqual([]);
});

it('reads past half a line: the machine went down over it, and nothing of it had left', async () => {
  const path = join(folder, 'half', 'kills.jsonl');
  const kill = aKill();
  await openAside(path).setAside(kill);
  await appendFile(path, JSON.stringify(aKill()).slice(0, 80));
  expect(await openAside(path).aside()).toEqual([kill]);
});

it('gives nothing but kills, whatever stands in the file', async () => {
  const path = join(folder, 'other', 'kills.jsonl');
  await openAside(path).setAside(aShell().command());
  expect(await openAside(path).aside()).toEqual([]);
});

it('a folder that can not be written to is told, so that nothing leaves', async () => {
  await appendFile(join(folder, 'a-file'), '');
  const path = join(folder, 'a-file', 'kills.jsonl');
  await expect(openAside(path).setAside(aKill())).rejects.toThrow();
});
