import 'server-only';
import type { Readiness } from '@ultrathink/domain/operations';
import { createHealth, type Health } from '@ultrathink/runtime';
import { platform } from './platform.ts';

let health: Health | undefined;

/** Whether this process can do its work: the database answers, the engine's door is open. */
export function readiness(): Promise<Readiness> {
  if (health === undefined) {
    health = createHealth('web');
    const { readiness: checks } = platform().services;
    for (const [name, check] of Object.entries(checks)) health.addCheck(name, check);
    health.setPhase('Up');
  }
  return health.readiness();
}
