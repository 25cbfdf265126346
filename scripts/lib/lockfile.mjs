/**
 * What must hold for package-lock.json and every package.json: each package that is fetched has a
 * hash, none has an address (so that any mirror serves it), and every version is exact.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitFiles } from './git-files.mjs';
import { ROOT } from './paths.mjs';

const EXACT = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;
const FIELDS = ['dependencies', 'devDependencies', 'optionalDependencies'];

/** @param {{ packages: Record<string, any> }} lock */
export function lockfileFaults(lock) {
  return Object.entries(lock.packages).flatMap(([path, entry]) => {
    if (!path.includes('node_modules/') || entry.link === true) return [];
    const faults = [];
    // A package bundled inside another's archive comes with that archive's hash.
    if (!entry.integrity && entry.inBundle !== true) faults.push(`${path} has no integrity hash.`);
    if (entry.resolved !== undefined) faults.push(`${path} has the address ${entry.resolved}.`);
    return faults;
  });
}

/** Versions that are ranges; `$name` in overrides points at one that is exact. */
export function rangeFaults(path, manifest) {
  const entries = FIELDS.flatMap((field) => Object.entries(manifest[field] ?? {}));
  return entries
    .filter(([, version]) => !EXACT.test(version))
    .map(([name, version]) => `${path} asks for ${name} ${version}; give one exact version.`);
}

/** Workspaces whose wishes the lockfile does not hold: `npm ci` would refuse them. */
export function driftFaults(lock, path, manifest) {
  const locked = lock.packages[path.replace(/\/?package\.json$/, '')] ?? {};
  return FIELDS.filter((field) => !sameEntries(locked[field] ?? {}, manifest[field] ?? {})).map(
    (field) =>
      `${path} and package-lock.json differ in ${field}; run \`npm install\` with Node 24.`,
  );
}

function sameEntries(a, b) {
  const text = (record) => JSON.stringify(Object.entries(record).sort());
  return text(a) === text(b);
}

export async function checkLockfile(root = ROOT) {
  const read = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));
  const lock = read('package-lock.json');
  const manifests = (await gitFiles(root)).filter((path) => /(^|\/)package\.json$/.test(path));
  const faults = [
    ...lockfileFaults(lock),
    ...manifests.flatMap((path) => [
      ...rangeFaults(path, read(path)),
      ...driftFaults(lock, path, read(path)),
    ]),
    ...(existsSync(join(root, 'yarn.lock')) ? ['yarn.lock stands beside package-lock.json.'] : []),
  ];
  const detail = `${Object.keys(lock.packages).length} packages`;
  return { ok: faults.length === 0, output: faults.join('\n'), detail };
}
