/** Secrets of an installation that has no other place for them: `<data>/secrets/<name>`, 0600. */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The file of a secret of 256 bits, in letters a URL carries as they are. Made at the first asking.
 * Such a file is a key ring of one key, too.
 */
export function secretFile(dataDir, name) {
  const folder = join(dataDir, 'secrets');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, name);
  try {
    // `wx`: of two processes that find none, one makes it and both read that one.
    writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  chmodSync(file, 0o600);
  return file;
}

/** The secret itself. */
export function secretOf(dataDir, name) {
  return readFileSync(secretFile(dataDir, name), 'utf8').trim();
}
