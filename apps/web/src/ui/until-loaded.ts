const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 8_000;
/** About a minute in all: longer than a web process takes to be started again. */
const MOST_TRIES = 12;

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/**
 * A part of a page that is fetched when it is needed, asked for again while its server is away: a
 * page that stays open through a restart keeps what it shows.
 * @throws what the last try met, which the page's error boundary then shows.
 */
export async function untilLoaded<Module>(load: () => Promise<Module>): Promise<Module> {
  let pause = FIRST_PAUSE_MS;
  for (let tries = 1; tries < MOST_TRIES; tries += 1) {
    try {
      return await load();
    } catch {
      await wait(pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    }
  }
  return load();
}
