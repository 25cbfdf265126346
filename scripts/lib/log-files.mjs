/**
 * Where processes write what they say: `<data>/logs/<name>.log`, with one older file beside it.
 * Children write to the file themselves, so that a dead demo takes no log line with it.
 */
import {
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { join } from 'node:path';

/** A log never takes more than twice this, however long the demo runs. */
const BYTES_MAX = 16 * 1024 * 1024;
const TAIL_BYTES = 4096;

export function openLog(dataDir, name) {
  const folder = join(dataDir, 'logs');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.log`);
  trim(path);
  return {
    path,
    fd: openSync(path, 'a'),
    trim: () => trim(path),
    tail: (lines) => tail(path, lines),
  };
}

/** The file is copied and emptied, not renamed: the process that appends to it goes on. */
function trim(path) {
  try {
    if (statSync(path).size < BYTES_MAX) return;
    copyFileSync(path, `${path}.1`);
    truncateSync(path, 0);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}

/** The last lines of a log, for a person who has to see why a process ended. */
export function tail(path, lines = 8) {
  const fd = openSync(path, 'r');
  try {
    const { size } = statSync(path);
    const buffer = Buffer.alloc(Math.min(size, TAIL_BYTES));
    readSync(fd, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString('utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } finally {
    closeSync(fd);
  }
}
