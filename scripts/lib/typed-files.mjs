/**
 * TypeScript files that no tsconfig of a workspace takes in. Nothing would check their types, and
 * nobody would notice.
 */
import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { gitFiles } from './git-files.mjs';
import { binOf, ROOT } from './paths.mjs';
import { runNode } from './run.mjs';

export async function uncoveredSources(root = ROOT) {
  const files = await gitFiles(root);
  const sources = files.filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'));
  const projects = files.filter((file) => /(^|\/)tsconfig(\.test)?\.json$/.test(file));
  const lists = await Promise.all(projects.map((project) => filesOf(root, project)));
  const covered = new Set(lists.flat());
  return sources.filter((file) => !covered.has(file));
}

/** What a tsconfig includes by itself, without what those files import. */
async function filesOf(root, project) {
  const args = [binOf('typescript', 'tsc'), '--showConfig', '-p', join(root, project)];
  const { status, stdout } = await runNode(args, { cwd: root });
  if (status !== 0) return [];
  const folder = join(root, dirname(project));
  const { files = [] } = JSON.parse(stdout);
  return files
    .map((file) => relative(root, join(folder, file)))
    .filter((f) => existsSync(join(root, f)));
}
