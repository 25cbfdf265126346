/**
 * Where things stand. DATA_DIR moves everything a running platform writes (default `.data`), so
 * that tests and a second demo never touch a developer's own.
 */
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the checkout. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Oldest Node that runs the product. */
export const NODE_WANTED = '24.21.0';

/**
 * What Node made of the sources, by their contents: with it a process loads in a third of the time. It belongs
 * to the installation and not to its data: gone with node_modules, and made again where it is missing.
 */
export const COMPILED = join(ROOT, 'node_modules/.cache/compiled');

/** The folder a running platform writes into. */
export function dataDirOf(env = process.env) {
  return resolve(ROOT, env.DATA_DIR || '.data');
}

/** npm's package with a Node binary for this machine, or undefined (macOS has none on npm). */
export function platformNode(platform = process.platform, arch = process.arch) {
  const name = { 'linux-x64': 'linux-x64', 'linux-arm64': 'linux-arm64', 'win32-x64': 'win-x64' };
  const known = name[`${platform}-${arch}`];
  if (known === undefined) return undefined;
  const binary = platform === 'win32' ? 'node.exe' : 'node';
  return join(ROOT, 'node_modules', `node-${known}`, 'bin', binary);
}

/** The file behind a package's command, so that it starts without a shell on any platform. */
export function binOf(packageName, command = packageName) {
  const require = createRequire(join(ROOT, 'package.json'));
  const manifest = join(ROOT, 'node_modules', packageName, 'package.json');
  const { bin } = require(manifest);
  return join(dirname(manifest), typeof bin === 'string' ? bin : bin[command]);
}
