/** Every input of every procedure, right and wrong, by people of different rights. */
import { rightInput, type Values, wrongInput } from '@ultrathink/api/testing';
import { anId } from '@ultrathink/db/testing';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { idsOf, openWorld, PROCEDURES } from './world.ts';

const world = await openWorld();
const ASKED_BY = ['Sofia Reyes', 'Ines Okafor', 'Helena Brandt'] as const;
const RUNS = 20;
const TIMEOUT_MS = 60_000;

const there = await idsOf(world.database);
const values: Values = {
  ids: (field) => {
    const own = there.get(field) ?? [];
    const all = [...there.values()].flat();
    // Made for this very call, as keys of intents are.
    const fresh = fc.nat().map(() => anId());
    if (field === 'idempotencyKey') return fresh;
    return fc.oneof(
      { weight: own.length === 0 ? 0 : 8, arbitrary: fc.constantFrom(...own, anId()) },
      { weight: 1, arbitrary: fc.constantFrom(...all) },
      { weight: 1, arbitrary: fresh },
    );
  },
  times: fc.constantFrom(
    '2026-11-21T09:41:07.204Z',
    '1970-01-01T00:00:00.000Z',
    '2100-01-01T00:00:00.000Z',
    '9999-12-31T23:59:59.999Z',
  ),
};

/** What a stack, a query or a path of ours would look like. */
const INSIDE = /\bat [A-Za-z$_.]+ \(|node_modules|\.ts:\d|prisma|SQLSTATE|select .* from|violates/i;

/** There is no act: of an address that nobody has, and by somebody who is signed in already. */
const SEALS_NOTHING = new Set(['auth.requestPasswordReset', 'auth.proveFactor']);

async function sealed(): Promise<number> {
  const { prisma } = world.database.as('auditor');
  const head = await prisma.chainHead.findUnique({ where: { chain: 'people' } });
  return Number(head?.sequence ?? 0);
}

const taking = PROCEDURES.filter(
  ({ type, input }) => type !== 'subscription' && input !== undefined,
);

it.each(taking.map((procedure) => [procedure.path, procedure] as const))(
  'ASVS 2.2.1, 16.3.3 and 16.5.1 %s answers or refuses whatever comes, never breaks, and no act is without its event',
  async (path, { input, type }) => {
    if (input === undefined) return;
    const seals = type === 'mutation' && !SEALS_NOTHING.has(path);
    const inputs = fc.oneof(rightInput(input, values), wrongInput(input, values));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...ASKED_BY), inputs, async (name, given) => {
        const before = seals ? await sealed() : 0;
        const { code, text } = await world.ask(name, path, given);
        expect(code, text).not.toBe('Fault');
        if (seals && code === 'Answered') expect(await sealed()).toBeGreaterThan(before);
        expect(text).not.toMatch(INSIDE);
      }),
      { numRuns: RUNS },
    );
  },
  TIMEOUT_MS,
);
