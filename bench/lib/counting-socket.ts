/** A raw socket to a process that only counts: what a venue's connection costs at the least. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface CountingSocket {
  readonly socket: Socket;
  /** Bytes that came out at the other end. */
  counted(): Promise<number>;
  close(): void;
}

export async function openCountingSocket(): Promise<CountingSocket> {
  const child = fork(new URL('./counting-process.ts', import.meta.url));
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  await once(socket, 'connect');
  return {
    socket,
    async counted() {
      const told = once(child, 'message');
      child.send('count');
      const [{ bytes }] = (await told) as [{ bytes: number }];
      return bytes;
    },
    close() {
      socket.destroy();
      child.disconnect();
    },
  };
}
