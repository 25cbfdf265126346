import { type Asker, askEngine } from './ask-engine.ts';

/**
 * Tells the engine that people decided something, so that it does not wait to look. It is in the outbox
 * whether anybody hears this or not: an engine that is away takes it when it is there again.
 */
export async function nudgeEngine(asker: Asker): Promise<void> {
  await askEngine(asker, { name: 'nudge' }).catch(() => undefined);
}
