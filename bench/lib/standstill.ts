/**
 * How long this machine gave us nothing at all: a shared one may stop for seconds, and what did not run
 * then is no one's slowness. A gap in which this process itself was busy is not counted.
 */
const LOOK_MS = 100;
const GAP_MS = 1000;
const BUSY_SHARE = 0.2;

export interface StandstillMeter {
  ms(): number;
  stop(): void;
}

export function startStandstillMeter(): StandstillMeter {
  let total = 0;
  let [last, used] = [performance.now(), process.cpuUsage()];
  const timer = setInterval(() => {
    const now = performance.now();
    const { user, system } = process.cpuUsage(used);
    const gap = now - last - LOOK_MS;
    if (gap > GAP_MS && (user + system) / 1000 < gap * BUSY_SHARE) total += gap;
    [last, used] = [now, process.cpuUsage()];
  }, LOOK_MS);
  return { ms: () => total, stop: () => clearInterval(timer) };
}
