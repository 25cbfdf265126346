/**
 * What a machine must offer before anything is started. Each check answers undefined when all is
 * well, or a Fault; the demo throws the first, the doctor lists them all.
 */
import { accessSync, constants, existsSync, mkdirSync, statfsSync, statSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { dirname } from 'node:path';
import { Fault, fromSystem, noSpace } from './fault.mjs';
import { NODE_WANTED, platformNode } from './paths.mjs';

const GIB = 1024 ** 3;
/** node_modules 1.1 GB, build and cache 0.3 GB, a young database 0.1 GB: measured, then rounded up. */
const BYTES_FIRST_START = 2 * GIB;
/** PostgreSQL keeps up to 1 GB of write-ahead log; below half of that a start is not worth it. */
const BYTES_LATER_START = GIB / 2;

/** Negative, zero or positive, as `a` is older than, equal to or newer than `b`. */
export function compareVersions(a, b) {
  const [left, right] = [a, b].map((text) => text.replace(/^v/, '').split('.').map(Number));
  for (let i = 0; i < 3; i += 1) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Linux and Windows get Node 24 from npm and start from 20; elsewhere 24 must be there. */
export function nodeFault({ version, platform, arch }) {
  const fromNpm = platformNode(platform, arch) !== undefined;
  const wanted = fromNpm ? '20.0.0' : NODE_WANTED;
  if (compareVersions(version, wanted) >= 0) return undefined;
  const why = fromNpm
    ? 'From 20 on it fetches the Node it runs on by itself.'
    : `npm has no Node 24 for ${platform}-${arch}, so it has to be here already.`;
  return new Fault(
    `This is Node ${version.replace(/^v/, '')}; the project needs ${wanted} or newer. ${why}`,
    'Install it from https://nodejs.org (or with nvm, fnm, Homebrew), then run the command again.',
  );
}

/** Free bytes for this user on the disk of a folder that may not be there yet. */
export function freeBytes(path) {
  let there = path;
  while (!existsSync(there) && dirname(there) !== there) there = dirname(there);
  const { bavail, bsize } = statfsSync(there);
  return bavail * bsize;
}

export function diskFault({ path, firstStart, free = freeBytes(path) }) {
  const needed = firstStart ? BYTES_FIRST_START : BYTES_LATER_START;
  if (free >= needed) return undefined;
  const size = (bytes) => `${(bytes / GIB).toFixed(1)} GB`;
  return new Fault(
    `${noSpace(path).message.split('.')[0]}: ${size(free)} free, ${size(needed)} needed.`,
    'Free some space, or name a folder on another disk with DATA_DIR=/some/folder.',
  );
}

/** Makes the data folder when it is not there, and proves that it can be read and written. */
export function dataFolderFault(dataDir) {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o755 });
    if (!statSync(dataDir).isDirectory()) {
      return new Fault(
        `${dataDir} is a file; the platform keeps its data in a folder of that name.`,
        'Move the file away, or name another folder with DATA_DIR=/some/folder.',
      );
    }
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    const known = fromSystem(Object.assign(error, { path: dataDir }));
    if (known !== undefined) return known;
    if (error.code === 'EEXIST' || error.code === 'ENOTDIR') {
      return new Fault(
        `${dataDir} can't be made: a file stands where a folder should be.`,
        'Move the file away, or name another folder with DATA_DIR=/some/folder.',
      );
    }
    throw error;
  }
}

/** Whether something listens on 127.0.0.1:port, or the port can't be had. */
export async function portTaken(port) {
  return (await answers(port)) || !(await canListen(port));
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const settle = (taken) => {
      socket.destroy();
      resolve(taken);
    };
    socket.setTimeout(500, () => settle(true));
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}

function canListen(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () =>
      server.close(() => resolve(true)),
    );
  });
}

/** A port is a whole number from 1 to 65535; anything else is refused by name. */
export function portOf(env, name, fallback) {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new Fault(
    `${name} is "${text}", which is no port.`,
    `Give a whole number from 1 to 65535, such as ${name}=${fallback}.`,
  );
}

/** The first wanted port that is taken, as a fault that names how to choose another. */
export async function portsFault(ports) {
  const seen = new Map();
  for (const [name, port] of Object.entries(ports)) {
    if (seen.has(port)) {
      return new Fault(
        `${name} and ${seen.get(port)} are both ${port}.`,
        `Give one of them another number, such as ${name}=${port + 1}.`,
      );
    }
    seen.set(port, name);
    if (await portTaken(port)) {
      return new Fault(
        `Port ${port} is taken by another program. Nothing was started.`,
        `End that program, or choose another port: ${name}=${port + 1} npm run demo.`,
      );
    }
  }
  return undefined;
}
