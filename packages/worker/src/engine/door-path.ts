/**
 * The file of the door: a unix socket that only this user may open, and that one engine holds.
 *
 * The operating system does not tell Node who connects, so it is the file's mode (0600) and its
 * folder that keep other users out; connecting needs the right to write to the file.
 */
import { lstat, mkdir, rm, stat } from 'node:fs/promises';
import { connect, type Server } from 'node:net';
import { dirname } from 'node:path';
import { StartRefusal } from '@ultrathink/runtime';

/** A living engine accepts in microseconds; one that is stopped or overloaded still counts. */
const PROBE_DEADLINE_MS = 1_000;

/** Named pipes of Windows have no file, no mode, and refuse a second listener by themselves. */
export function isPipe(path: string): boolean {
  return path.startsWith('\\\\.\\pipe\\');
}

/**
 * Makes the path free to listen on: a file left behind by a killed engine is removed.
 * @throws {StartRefusal} when an engine answers there, or the place is not safe.
 */
export async function claimDoor(path: string): Promise<void> {
  if (isPipe(path)) return;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await requireSafeFolder(dirname(path));
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return;
  if (!found.isSocket()) {
    throw new StartRefusal(
      `ENGINE_DOOR ${path} is a file that is no socket. It was left as it is. ` +
        'Set ENGINE_DOOR to another path, or move that file away.',
    );
  }
  switch (await probe(path)) {
    case 'answered':
      throw new StartRefusal(
        `Another engine answers at ${path}. A shard has one engine, and that one goes on. ` +
          'Stop it first, or give this engine another SHARD and ENGINE_DOOR.',
      );
    case 'not allowed':
      throw new StartRefusal(
        `The door at ${path} belongs to another user. It was left as it is. ` +
          'Stop the engine of that user, or set ENGINE_DOOR to another path.',
      );
    case 'nobody':
      await rm(path, { force: true });
  }
}

/** Whoever may write to the folder could put a socket of his own in the door's place. */
async function requireSafeFolder(folder: string): Promise<void> {
  const { mode } = await stat(folder);
  const othersWrite = (mode & 0o022) !== 0;
  const sticky = (mode & 0o1000) !== 0;
  if (othersWrite && !sticky) {
    throw new StartRefusal(
      `Other users may write to the folder of the door, ${folder}. ` +
        `Run chmod 700 on it, or set ENGINE_DOOR to a folder of your own.`,
    );
  }
}

function probe(path: string): Promise<'answered' | 'nobody' | 'not allowed'> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const end = (answer: 'answered' | 'nobody' | 'not allowed'): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    // No answer is no proof that nobody is there.
    const timer = setTimeout(() => end('answered'), PROBE_DEADLINE_MS);
    socket.once('connect', () => end('answered'));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') end('nobody');
      else if (error.code === 'EACCES' || error.code === 'EPERM') end('not allowed');
      else end('answered');
    });
  });
}

export interface HeldDoor {
  /** Whether the path still leads to this process. */
  isOurs(): Promise<boolean>;
}

/** Listens with mode 0600 from the first moment on. */
export async function listenAt(server: Server, path: string): Promise<HeldDoor> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    // The socket is made inside this call, so the narrow mask is in force for nothing else.
    const before = process.umask(0o177);
    try {
      server.listen(path, () => {
        server.off('error', reject);
        resolve();
      });
    } finally {
      process.umask(before);
    }
  });
  if (isPipe(path)) return { isOurs: () => Promise.resolve(true) };
  const { ino, dev } = await stat(path);
  return {
    async isOurs() {
      const now = await stat(path).catch(() => undefined);
      return now?.ino === ino && now.dev === dev;
    },
  };
}
