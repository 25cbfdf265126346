/** Starts the simulator's process and speaks with it. */
import { type ChildProcess, fork } from 'node:child_process';

export interface Usage {
  readonly cpuMs: number;
  readonly rssBytes: number;
}

export interface SimulatorProcess {
  readonly port: number;
  usage(): Promise<Usage>;
  /** Updates of all books of these venues together, each second; 0: everything stands still. */
  setPace(updatesPerSecond: number, venues?: readonly string[]): Promise<void>;
  /** By venue, since it started. */
  bookUpdatesTold(): Promise<ReadonlyMap<string, number>>;
  stop(): void;
}

type Said =
  | { readonly kind: 'Ready'; readonly port: number }
  | ({ readonly kind: 'Usage' } & Usage);

function next<K extends Said['kind']>(
  child: ChildProcess,
  kind: K,
): Promise<Extract<Said, { kind: K }>> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error('The simulator ended by itself.'));
    const onMessage = (said: Said) => {
      if (said.kind !== kind) return;
      child.off('exit', onExit);
      child.off('message', onMessage);
      resolve(said as Extract<Said, { kind: K }>);
    };
    child.once('exit', onExit);
    child.on('message', onMessage);
  });
}

export async function startSimulatorProcess(): Promise<SimulatorProcess> {
  const child = fork(new URL('./simulator-process.ts', import.meta.url));
  const { port } = await next(child, 'Ready');
  const admin = `http://127.0.0.1:${port}/admin`;
  return {
    port,
    usage() {
      const told = next(child, 'Usage');
      child.send('usage');
      return told;
    },
    async setPace(updatesPerSecond, venues) {
      const body = JSON.stringify({ updatesPerSecond, venues });
      const answer = await fetch(`${admin}/pace`, { method: 'POST', body });
      if (!answer.ok) throw new Error(await answer.text());
    },
    async bookUpdatesTold() {
      const { venues } = (await (await fetch(`${admin}/overview`)).json()) as {
        venues: { name: string; bookUpdatesTold: number }[];
      };
      return new Map(venues.map(({ name, bookUpdatesTold }) => [name, bookUpdatesTold]));
    },
    stop: () => void child.kill(),
  };
}
