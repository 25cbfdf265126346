/** The code that the authenticator app of one of the demo's people would show: one not used yet. */
import { identityTransaction, listFactors } from '@ultrathink/db/identity';
import { toEpochMs } from '@ultrathink/domain/kernel';
import { generateSync } from 'otplib';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { demoProcedure } from '../procedures/demo-procedure.ts';
import { readDemoPeople } from './people-file.ts';

const STEP_S = 30;
const STEP_MS = STEP_S * 1_000;

const input = z.strictObject({ email: z.string().max(254) });

const output = z.strictObject({
  /** null while the next one is still to come. */
  code: z.string().nullable(),
  /** Until it is no longer taken, or until there is another. */
  secondsLeft: z.int().min(0),
});

export const currentCode = demoProcedure
  .input(input)
  .output(output)
  .query(async ({ ctx, input: { email } }) => {
    const { clock, demo, identityDatabase } = ctx.services;
    const people = await readDemoPeople(demo?.peopleFile);
    const person = people.find((known) => known.email === email.trim().toLowerCase());
    if (person === undefined) throw new Refusal('NotFound', 'The demo has nobody by that address.');
    const nowMs = toEpochMs(clock.now());
    const step = Math.floor(nowMs / STEP_MS);
    const factors = await identityTransaction(await identityDatabase(), person.id, (tx) =>
      listFactors(tx, person.id),
    );
    const used = Math.max(
      -1,
      ...factors.map((factor) => (factor.kind === 'Totp' ? (factor.lastTimeStep ?? -1) : -1)),
    );
    // One ahead is taken too, for clocks that are fast.
    const free = Math.max(step, used + 1);
    if (free > step + 1) {
      return { code: null, secondsLeft: Math.ceil(((free - 1) * STEP_MS - nowMs) / 1_000) };
    }
    const code = generateSync({ secret: person.totpSecret, epoch: free * STEP_S });
    return { code, secondsLeft: Math.ceil(((free + 1) * STEP_MS - nowMs) / 1_000) };
  });
