import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromEpochMs } from '@ultrathink/domain/kernel';
import { afterEach, describe, expect, it } from 'vitest';
import { type CheckpointCopies, openCheckpointCopies } from './folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'copies-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const at = fromEpochMs(Date.UTC(2026, 10, 21, 23, 59));

async function filesOf(copies: CheckpointCopies): Promise<string[]> {
  const files: string[] = [];
  for await (const { file } of copies.list()) files.push(file);
  return files;
}

describe('copies of checkpoints', () => {
  it('are one file each, and the newest beside them', async () => {
    const copies = openCheckpointCopies(join(folder, 'copies'));
    expect(await copies.latest()).toBeUndefined();
    expect(await filesOf(copies)).toEqual([]);
    await copies.write({ size: 9, at, note: 'nine' });
    await copies.write({ size: 10, at: fromEpochMs(Date.UTC(2026, 10, 22)), note: 'ten' });
    await copies.write({ size: 10, at: fromEpochMs(Date.UTC(2026, 10, 22)), note: 'ten' });
    expect(await copies.latest()).toEqual({ file: 'latest.checkpoint', note: 'ten' });
    expect(await filesOf(copies)).toEqual([
      join('2026-11-21', '0000000000000009.checkpoint'),
      join('2026-11-22', '0000000000000010.checkpoint'),
      'latest.checkpoint',
    ]);
  });

  it('leave no half file behind, and the keys lie beside them', async () => {
    const copies = openCheckpointCopies(folder);
    await copies.write({ size: 1, at, note: 'one' });
    await copies.writeKeys(['a+1+x', 'b+2+y']);
    expect(readdirSync(folder, { recursive: true }).map(String).sort()).toEqual([
      '2026-11-21',
      join('2026-11-21', '0000000000000001.checkpoint'),
      'keys.txt',
      'latest.checkpoint',
    ]);
    expect(readFileSync(join(folder, 'keys.txt'), 'utf8')).toBe('a+1+x\nb+2+y\n');
  });
});
