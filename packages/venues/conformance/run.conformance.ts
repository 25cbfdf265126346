/** The numbered suite that every venue passes. */
import { afterAll, afterEach, beforeAll, describe, it } from 'vitest';
import type { VenueSetup } from '../src/index.ts';
import { acts } from './acts.conformance.ts';
import { Desk } from './desk.ts';
import { mayLeaveThisMachine, namesOf, testKeys } from './env.ts';
import { markets } from './markets.conformance.ts';
import { atTestNetwork, type NetworkVenue } from './network.ts';
import { questions } from './questions.conformance.ts';
import { streams } from './streams.conformance.ts';
import type { Suite } from './suite.ts';
import type { Controls, Ground, Target } from './target.ts';
import { unknowns } from './unknowns.conformance.ts';

export { simulated } from './simulated.ts';
export type { Controls, Ground, Target } from './target.ts';

/** Real sockets, and both cores may be busy. */
const TEST_MS = 15_000;

export function conformance(target: Target): void {
  describe(target.name, { timeout: TEST_MS }, () => {
    let ground: Ground;
    let shared: Desk;
    /** What was begun, last first, though a later step may have failed. */
    const endings: (() => Promise<void>)[] = [];
    const opened: Desk[] = [];
    const suite: Suite = {
      target,
      desk: () => shared,
      async fresh(changes?: Partial<VenueSetup>) {
        const desk = await Desk.open(target, ground, changes);
        opened.push(desk);
        return desk;
      },
      controls: () => controlsOf(ground),
      test(number, guarantee, where, run) {
        if (where === 'Anywhere' || target.hasControls) it(`${number} ${guarantee}`, run);
        else it.skip(`${number} ${guarantee} (needs a venue whose faults can be switched)`, run);
      },
    };
    beforeAll(async () => {
      ground = await target.start();
      endings.unshift(() => ground.close());
      shared = await Desk.open(target, ground);
      endings.unshift(() => shared.close());
    }, TEST_MS);
    afterEach(async () => {
      ground.controls?.clearFaults();
      ground.controls?.setState('Trading');
      ground.controls?.setMoving(true);
      await shared.closeStreams();
      await shared.execution.cancelAll(null, shared.urgency);
      for (const desk of opened.splice(0)) await desk.close();
    });
    afterAll(async () => {
      for (const end of endings) await end();
    });
    acts(suite);
    unknowns(suite);
    streams(suite);
    markets(suite);
    questions(suite);
  });
}

/** The same suite at the venue's own test network, where `npm run conformance` finds keys for it. */
export function conformanceAtNetwork(venue: NetworkVenue): void {
  if (!mayLeaveThisMachine) return;
  const credentials = testKeys(venue.venue);
  if (credentials !== null) {
    conformance(atTestNetwork(venue, credentials));
    return;
  }
  const { key, secret } = namesOf(venue.venue);
  it.skip(`${venue.venue} at its test network: there are no ${key} and ${secret}`, () => undefined);
}

function controlsOf({ controls }: Ground): Controls {
  if (controls === null)
    throw new Error('A case needs switches of faults, and said it needs none.');
  return controls;
}
