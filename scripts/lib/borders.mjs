/**
 * The border check by dependency-cruiser. It fails on a breach, and also when it saw fewer modules
 * than git lists: a cruiser that reads no file finds no breach, and once passed so for a while.
 */
import { join } from 'node:path';
import { gitFiles } from './git-files.mjs';
import { binOf, ROOT } from './paths.mjs';
import { runNode } from './run.mjs';

const PLACES = ['apps', 'packages', 'prisma', 'e2e', 'bench', 'scripts'];
const MODULE = /\.(ts|tsx|mjs)$/;

/** The modules that must have been seen. Declarations say nothing that could cross a border. */
export const modulesOf = (files) =>
  files.filter(
    (file) =>
      PLACES.some((place) => file.startsWith(`${place}/`)) &&
      MODULE.test(file) &&
      !file.endsWith('.d.ts'),
  );

/** Modules that git lists and the cruiser did not look into. */
export function unseen(files, cruised) {
  const seen = new Set(
    cruised.filter(({ followable }) => followable !== false).map((m) => m.source),
  );
  return modulesOf(files).filter((file) => !seen.has(file));
}

/** @returns {Promise<{ ok: boolean, output: string, detail?: string }>} */
export async function checkBorders({ root = ROOT, files } = {}) {
  const listed = files ?? (await gitFiles(root));
  const places = PLACES.filter((place) => modulesOf(listed).some((f) => f.startsWith(`${place}/`)));
  const config = join(ROOT, '.dependency-cruiser.cjs');
  const cruiser = binOf('dependency-cruiser', 'depcruise');
  const args = [cruiser, '--config', config, '--output-type', 'json', ...places];
  const { stdout, output } = await runNode(args, { cwd: root });
  let result;
  try {
    result = JSON.parse(stdout);
  } catch {
    return { ok: false, output: `dependency-cruiser gave no answer:\n${output}` };
  }
  const breaches = result.summary.violations.map(sentence);
  const missed = unseen(listed, result.modules).map(
    (file) => `${file} was not looked into, so this check can't speak for it.`,
  );
  const lines = [...breaches, ...missed];
  const count = result.modules.length;
  return {
    ok: lines.length === 0 && count > 0,
    output: lines.join('\n'),
    detail: `${count} modules`,
  };
}

function sentence({ rule, from, to, cycle, comment }) {
  const path = cycle?.length
    ? [from, ...cycle.map(({ name }) => name ?? '')].join(' -> ')
    : `${from} -> ${to}`;
  return `${rule.name}: ${path}${comment === undefined ? '' : ` (${comment})`}`;
}
