/**
 * What the doctor looks at. Each look answers { state, text, remedy? }: `ill` keeps a command from
 * working, `note` is worth knowing, `well` is well.
 */
import { existsSync, statSync } from 'node:fs';
import { freemem, totalmem } from 'node:os';
import { join } from 'node:path';
import { fetchedChromium, installedChromium } from './chromium.mjs';
import { isInstalled } from './install.mjs';
import {
  compareVersions,
  dataFolderFault,
  diskFault,
  freeBytes,
  nodeFault,
  portsFault,
} from './machine.mjs';
import { dataDirOf, NODE_WANTED, platformNode } from './paths.mjs';
import { run } from './run.mjs';
import { runningDemo } from './run-files.mjs';
import { portsOf } from './services.mjs';

const GIB = 1024 ** 3;
/** Building the web app takes about 1.5 GB, a running platform about 1 GB: measured. */
const MEMORY_WANTED = 3 * GIB;

const well = (text) => ({ state: 'well', text });
const note = (text, remedy) => ({ state: 'note', text, remedy });
const ill = (fault) => ({ state: 'ill', text: fault.message, remedy: fault.remedy });
const size = (bytes) => `${(bytes / GIB).toFixed(1)} GB`;

async function node() {
  const { version, platform, arch } = process;
  const fault = nodeFault({ version, platform, arch });
  if (fault !== undefined) return ill(fault);
  const own = platformNode();
  if (compareVersions(version, NODE_WANTED) >= 0) return well(`${version} on ${platform}-${arch}`);
  const runs = existsSync(own) ? `the product runs on ${NODE_WANTED} from node_modules` : '';
  return well(`${version}; ${runs || `${NODE_WANTED} comes with the packages`}`);
}

async function packages() {
  if (isInstalled()) {
    const own = platformNode();
    return own === undefined || existsSync(own)
      ? well('node_modules is what package-lock.json names')
      : {
          state: 'ill',
          text: `The Node of this machine (${own}) is missing.`,
          remedy: 'Run `npm install`.',
        };
  }
  return note('node_modules is not what package-lock.json names.', 'The next command installs it.');
}

async function postgres(env) {
  if (env.DATABASE_URL || env.DATABASE_ADMIN_URL) return namedServer(env);
  if (!isInstalled()) return note('The embedded PostgreSQL 18 comes with the packages.');
  if (process.getuid?.() === 0 && (await run('id', ['-u', 'postgres'])).status !== 0) {
    return note('As root, PostgreSQL runs as a user `postgres`, whom the first start makes.');
  }
  const { isPostgresRunning } = await import('./postgres.mjs');
  const { pgBinaries, serverUser } = await import('./postgres-programs.mjs');
  await pgBinaries(serverUser());
  const runs = isPostgresRunning(dataDirOf(env)) ? 'runs now' : 'runs on this machine';
  return well(`the embedded PostgreSQL 18 ${runs}`);
}

async function namedServer(env) {
  if (!isInstalled()) return note('Your server is asked once the packages are installed.');
  const { withClient } = await import('./roles.mjs');
  const url = env.DATABASE_ADMIN_URL || env.DATABASE_URL;
  const ask = "select current_setting('server_version') as version";
  const { rows } = await withClient(url, (client) => client.query(ask));
  const { version } = rows[0];
  if (Number.parseInt(version, 10) >= 18) return well(`your server answers, PostgreSQL ${version}`);
  return {
    state: 'ill',
    text: `Your server is PostgreSQL ${version}; the platform needs 18 or newer.`,
    remedy: 'Name a newer one, or unset DATABASE_URL and DATABASE_ADMIN_URL for the embedded one.',
  };
}

async function disk(env) {
  const path = dataDirOf(env);
  const fault = diskFault({ path, firstStart: !existsSync(join(path, 'postgres')) });
  return fault === undefined ? well(`${size(freeBytes(path))} free`) : ill(fault);
}

async function memory() {
  const text = `${size(freemem())} free of ${size(totalmem())}`;
  if (totalmem() >= MEMORY_WANTED) return well(text);
  return note(
    `${text}; building the web app wants about ${size(MEMORY_WANTED)}.`,
    'Close other programs.',
  );
}

async function dataFolder(env) {
  const dataDir = dataDirOf(env);
  if (!existsSync(dataDir)) return well(`${dataDir} is made at the first start`);
  const fault = dataFolderFault(dataDir);
  if (fault !== undefined) return ill(fault);
  const secrets = join(dataDir, 'secrets');
  if (
    existsSync(secrets) &&
    process.platform !== 'win32' &&
    (statSync(secrets).mode & 0o077) !== 0
  ) {
    return {
      state: 'ill',
      text: `${secrets} can be read by other users of this machine.`,
      remedy: `chmod 700 ${secrets}`,
    };
  }
  const demo = runningDemo(dataDir);
  return well(demo === undefined ? dataDir : `${dataDir}, in use by the demo at ${demo.address}`);
}

async function ports(env) {
  const chosen = portsOf(env);
  const numbers = Object.values(chosen).join(', ');
  if (runningDemo(dataDirOf(env)) !== undefined)
    return well(`${numbers} belong to the running demo`);
  const fault = await portsFault(chosen);
  return fault === undefined ? well(`${numbers} are free`) : ill(fault);
}

async function browser(env) {
  const path = installedChromium(env) ?? fetchedChromium();
  if (path !== undefined) return well(path);
  return note(
    'No Chromium or Chrome was found; only the browser tests need one.',
    'Install one (apt-get install chromium, brew install --cask chromium), or let `npm test` fetch it.',
  );
}

async function git() {
  const { status, output } = await run('git', ['rev-parse', '--is-inside-work-tree']);
  if (status === 0) return well('a clone made by git');
  return note(`The checks of \`npm test\` need a clone made by git. ${output.trim()}`);
}

/** In the order in which one depends on another. */
export function examine(env) {
  return [
    { name: 'Node', look: node },
    { name: 'packages', look: packages },
    { name: 'disk', look: () => disk(env) },
    { name: 'memory', look: memory },
    { name: 'data folder', look: () => dataFolder(env) },
    { name: 'ports', look: () => ports(env) },
    { name: 'PostgreSQL', look: () => postgres(env) },
    { name: 'browser', look: () => browser(env) },
    { name: 'git', look: git },
  ];
}
