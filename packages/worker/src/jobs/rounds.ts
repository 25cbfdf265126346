/**
 * Work that is done again and again within seconds, which a queue with a schedule by the minute is
 * not for: one round after the other, never two at once, a pause between them.
 */
import { type Life, UP } from '@ultrathink/runtime';

export interface RoundsPlan {
  /** Names the check of the process' health. */
  readonly name: string;
  readonly pauseMs: number;
  /** Does one round; `true` asks for the next at once, because there is more to do. */
  readonly round: () => Promise<boolean>;
  /** Without a good round for so long the process is degraded, in this sentence. */
  readonly missedMs: number;
  readonly missedSentence: string;
}

export function startRounds(life: Life, plan: RoundsPlan): void {
  const { log, clock } = life;
  let isStopping = false;
  let wake: (() => void) | undefined;
  let goodAtMs = clock.monotonicMs();
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async () => {
    while (!isStopping) {
      let isMore = false;
      try {
        isMore = await plan.round();
        goodAtMs = clock.monotonicMs();
      } catch (error) {
        log.error('A round of work failed. The next follows after a pause.', {
          rounds: plan.name,
          error,
        });
      }
      if (!isMore && !isStopping) await pause(plan.pauseMs);
    }
  };
  const ended = run();
  life.addCheck(plan.name, () =>
    clock.monotonicMs() - goodAtMs < plan.missedMs
      ? UP
      : { state: 'Degraded', sentence: plan.missedSentence },
  );
  life.onStop(plan.name, async () => {
    isStopping = true;
    wake?.();
    await ended;
  });
}
