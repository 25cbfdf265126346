/** Reads what this process uses, for the operations page. */
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { Clock, ProcessId } from '@ultrathink/domain/kernel';
import type { ProcessKind, ProcessMetrics } from '@ultrathink/domain/operations';

/** How often the event loop is asked; what it reports contains this wait. */
const RESOLUTION_MS = 10;

export interface ProcessMeter {
  /** Figures since the last reading (loop, cpu) and of this moment (memory). */
  read(counts: { noticesSent: number; doorConnections: number }): ProcessMetrics;
  close(): void;
}

function delayMs(nanoseconds: number): number {
  const beyond = nanoseconds / 1e6 - RESOLUTION_MS;
  return Number.isFinite(beyond) ? Math.max(0, Math.round(beyond * 1_000) / 1_000) : 0;
}

export function createProcessMeter(
  of: { readonly kind: ProcessKind; readonly processId: ProcessId },
  clock: Clock,
): ProcessMeter {
  const loop = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  loop.enable();
  let lastCpu = process.cpuUsage();
  let lastMs = performance.now();
  return {
    read(counts) {
      const cpu = process.cpuUsage(lastCpu);
      const nowMs = performance.now();
      const elapsedMs = Math.max(1, nowMs - lastMs);
      lastCpu = process.cpuUsage();
      lastMs = nowMs;
      const memory = process.memoryUsage();
      const metrics: ProcessMetrics = {
        kind: of.kind,
        processId: of.processId,
        pid: process.pid,
        at: clock.now(),
        uptimeMs: Math.round(process.uptime() * 1_000),
        rssBytes: memory.rss,
        heapUsedBytes: memory.heapUsed,
        heapTotalBytes: memory.heapTotal,
        loopDelayP50Ms: delayMs(loop.percentile(50)),
        loopDelayP99Ms: delayMs(loop.percentile(99)),
        loopDelayMaxMs: delayMs(loop.max),
        cpuShare: Math.round(((cpu.user + cpu.system) / 1_000 / elapsedMs) * 1_000) / 1_000,
        ...counts,
      };
      loop.reset();
      return metrics;
    },
    close: () => loop.disable(),
  };
}
