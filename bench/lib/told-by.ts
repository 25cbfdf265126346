/** A process of ours that answers each message with its counts, after it said `ready`. */
import { type ChildProcess, fork } from 'node:child_process';

export interface ToldBy<Counts> {
  counts(message?: object): Promise<Counts>;
  send(message: object): void;
  stop(): void;
}

export async function startTold<Counts>(
  file: string,
  args: readonly string[],
): Promise<ToldBy<Counts>> {
  const child: ChildProcess = fork(new URL(file, import.meta.url), [...args]);
  const next = () =>
    new Promise<unknown>((resolve, reject) => {
      const onExit = () => reject(new Error(`${file} ended by itself.`));
      child.once('exit', onExit);
      child.once('message', (message) => {
        child.off('exit', onExit);
        resolve(message);
      });
    });
  await next();
  return {
    async counts(message = {}) {
      const told = next();
      child.send(message);
      return (await told) as Counts;
    },
    send: (message) => child.send(message),
    stop: () => child.kill(),
  };
}
