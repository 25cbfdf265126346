/** Work that changes nothing where it was done before, and takes long to see that. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Done once for a `what`: what it told is written down when it has ended, and told again later.
 * @param {{ place: string, beside: string, what: string }} known `place`: the file it is written into;
 *   `beside`: a file it makes, without which it is done again; `what`: what it was done to, and by what
 * @param {() => Promise<string>} work
 * @returns {Promise<string>} what the work told
 */
export async function doneOnce({ place, beside, what }, work) {
  const before = existsSync(beside) ? read(place) : undefined;
  if (before?.what === what) return before.told;
  const told = await work();
  mkdirSync(dirname(place), { recursive: true, mode: 0o700 });
  const part = `${place}.part`;
  writeFileSync(part, `${JSON.stringify({ what, told })}\n`, { mode: 0o600 });
  renameSync(part, place);
  return told;
}

function read(place) {
  try {
    return JSON.parse(readFileSync(place, 'utf8'));
  } catch {
    // Absent, or nothing that was written here: the work sees by itself what is there.
    return undefined;
  }
}
