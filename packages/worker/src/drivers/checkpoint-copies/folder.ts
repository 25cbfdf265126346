/**
 * Copies of checkpoints in a folder outside the database: whoever sets the database back, or writes
 * it anew, does not reach them. Put the folder on another machine's disk, or on one that is written
 * once. One file per checkpoint, in a folder per day, and `latest.checkpoint` beside them.
 *
 * A file is whole or not there: it is written under another name, brought to the disk and renamed.
 */
import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { toEpochMs, type UtcTime } from '@ultrathink/domain/kernel';

export interface CheckpointNote {
  readonly size: number;
  readonly at: UtcTime;
  readonly note: string;
}

export interface KeptCopy {
  /** Within the folder. */
  readonly file: string;
  readonly note: string;
}

export interface CheckpointCopies {
  /** Writing the same again changes nothing. */
  write(checkpoint: CheckpointNote): Promise<void>;
  /** The public halves of the keys, for whoever verifies. */
  writeKeys(lines: readonly string[]): Promise<void>;
  latest(): Promise<KeptCopy | undefined>;
  /** All of them, the shortest log first, each read when it is asked for. */
  list(): AsyncIterable<KeptCopy>;
}

const ENDING = '.checkpoint';
const LATEST = `latest${ENDING}`;
const KEYS = 'keys.txt';
/** Enough for 2^53, so that names sort as sizes do. */
const DIGITS = 16;

export function openCheckpointCopies(folder: string): CheckpointCopies {
  const read = async (file: string): Promise<KeptCopy> => ({
    file,
    note: await readFile(join(folder, file), 'utf8'),
  });
  return {
    async write({ size, at, note }) {
      const day = new Date(toEpochMs(at)).toISOString().slice(0, 10);
      const name = `${String(size).padStart(DIGITS, '0')}${ENDING}`;
      await writeWhole(join(folder, day, name), note);
      await writeWhole(join(folder, LATEST), note);
    },
    writeKeys: (lines) => writeWhole(join(folder, KEYS), lines.map((line) => `${line}\n`).join('')),
    async latest() {
      try {
        return await read(LATEST);
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    async *list() {
      await mkdir(folder, { recursive: true });
      const found = await readdir(folder, { recursive: true, withFileTypes: true });
      const files = found
        .filter((entry) => entry.isFile() && entry.name.endsWith(ENDING))
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
      const bySize = (file: string) => file.split(/[/\\]/).at(-1) ?? file;
      files.sort((a, b) => (bySize(a) < bySize(b) ? -1 : 1));
      for (const file of files) yield read(file);
    },
  };
}

/** @throws when the disk does not take it. */
async function writeWhole(path: string, text: string): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  const draft = `${path}.${process.pid}.draft`;
  const file = await open(draft, 'w', 0o644);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  // The name itself is on the disk only when its folder is. Windows has no such handle.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';
