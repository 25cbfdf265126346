/** Where the time of a piece of work goes, by the CPU profiler of the process itself. */
import { Session } from 'node:inspector/promises';

/** The first that matches a frame's file or function, from the innermost frame outwards, has it. */
export interface Place {
  readonly name: string;
  readonly matches: (url: string, functionName: string) => boolean;
}

const SAMPLE_US = 100;

/** What the profiler calls the time in which nothing ran. */
const IDLE = '(idle)';

/**
 * Shares of the samples taken within `within`, a function's name, or null for all but idle ones; what no
 * place has is `other`.
 */
export async function sharesOf(
  within: string | null,
  places: readonly Place[],
  work: () => unknown,
): Promise<ReadonlyMap<string, number>> {
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_US });
    await session.post('Profiler.start');
    await work();
    const { profile } = await session.post('Profiler.stop');
    const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
    const parents = new Map(
      profile.nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node.id])),
    );
    const found = new Map<string, number>();
    let all = 0;
    for (const sample of profile.samples ?? []) {
      let name: string | undefined;
      let isWithin = within === null && nodes.get(sample)?.callFrame.functionName !== IDLE;
      for (let id: number | undefined = sample; id !== undefined; id = parents.get(id)) {
        const frame = nodes.get(id)?.callFrame;
        if (frame === undefined) continue;
        name ??= places.find((place) => place.matches(frame.url, frame.functionName))?.name;
        isWithin ||= frame.functionName === within;
      }
      if (!isWithin) continue;
      all += 1;
      found.set(name ?? 'other', (found.get(name ?? 'other') ?? 0) + 1);
    }
    return new Map([...found].map(([name, count]) => [name, count / all]));
  } finally {
    session.disconnect();
  }
}
