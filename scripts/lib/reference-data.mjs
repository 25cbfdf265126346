/**
 * Reference data for tests (schemas of regulators, recorded messages of venues) is not part of the
 * project. REFERENCE_DATA names the folder that holds it; the default is `reference/`, which git
 * ignores.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Fault } from './fault.mjs';
import { ROOT } from './paths.mjs';

export function referenceFolder(env = process.env) {
  return resolve(ROOT, env.REFERENCE_DATA || 'reference');
}

/**
 * The path of one piece of reference data.
 * @throws {Fault} that says what is missing and where it was looked for.
 */
export function referenceData(path, env = process.env) {
  const found = resolve(referenceFolder(env), path);
  if (existsSync(found)) return found;
  throw new Fault(
    `This test needs the reference data ${path}, and ${referenceFolder(env)} does not hold it.`,
    'Put it there, or name the folder that holds it with REFERENCE_DATA=/some/folder.',
  );
}
