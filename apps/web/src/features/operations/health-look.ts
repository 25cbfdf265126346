import type { HealthState } from '@ultrathink/domain/operations';
import type { StatusLook } from '@/ui/status-words.ts';

export const HEALTH_LOOK: Readonly<Record<HealthState, StatusLook>> = {
  Up: { shape: 'dot', tone: 'accent', word: 'Up' },
  Starting: { shape: 'ring-dashed', tone: 'ink-3', word: 'Starting' },
  Stopping: { shape: 'ring-dashed', tone: 'ink-3', word: 'Stopping' },
  Degraded: { shape: 'diamond', tone: 'warn', word: 'Degraded' },
  Unknown: { shape: 'dash', tone: 'ink-3', word: 'Unknown' },
  Down: { shape: 'square', tone: 'danger', word: 'Down' },
};
