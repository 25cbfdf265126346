/** A proposal that is read back is the one that was stored: every hash over it is the same. */
import { createHash } from 'node:crypto';
import {
  type ActionHash,
  type Decision,
  diffOf,
  type Proposal,
  type ProposalId,
  payloadHash,
  payloadText,
  type StepUpId,
  termsHash,
  worldHash,
} from '@ultrathink/domain/access';
import {
  addMs,
  type ClientId,
  decimal,
  fromEpochMs,
  type PersonId,
  unwrap,
} from '@ultrathink/domain/kernel';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anActor, anId, openTestDatabase } from '../../testing/index.ts';
import { enter } from '../actor.ts';
import type { Tx } from '../connect.ts';
import { findProposal, insertDecision, insertProposal, moveStatus } from './proposals.ts';

const database = await openTestDatabase();
const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
const client = anId<ClientId>();
const actor = anActor();

const json = fc.jsonValue({ maxDepth: 3, noUnicodeString: false }).filter(isCanonical);

/** Canonical JSON has no fractions; and no text that comes in has a NUL, which PostgreSQL can't keep. */
function isCanonical(value: unknown): boolean {
  const text = payloadText(value);
  return text.ok && !text.value.includes(String.raw`\u0000`);
}

const amount = fc
  .tuple(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.integer({ min: 0, max: 18 }))
  .map(([units, places]) => {
    const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0');
    const whole = digits.slice(0, digits.length - places);
    const part = places === 0 ? '' : `.${digits.slice(-places)}`;
    return decimal(`${units < 0n ? '-' : ''}${whole}${part}`);
  });

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });

const proposals = fc
  .record({
    payload: json,
    before: json,
    amount: fc.option(amount),
    group: text,
    needed: fc.integer({ min: 1, max: 10 }),
    concerns: fc.array(
      fc.constant(0).map(() => anId<PersonId>()),
      { maxLength: 3 },
    ),
    atMs: fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2030, 0) }),
  })
  .map((made): Proposal => {
    const resource = { kind: 'Client', client } as const;
    const payload = unwrap(payloadText(made.payload));
    const asked = { act: 'ledger.proposeTransfer', resource, subject: 'x', payload } as const;
    return {
      ...asked,
      id: anId<ProposalId>(),
      payloadHash: unwrap(payloadHash(digest, asked)),
      diff: diffOf(made.before, made.payload),
      amount: made.amount,
      policyVersion: 1,
      rule: 'money',
      groups: [{ name: made.group, roles: ['Operations', 'Finance'], needed: made.needed }],
      proposer: anId<PersonId>(),
      concerns: made.concerns,
      worldHash: worldHash(digest, made.before),
      proposedAt: fromEpochMs(made.atMs),
      expiresAt: addMs(fromEpochMs(made.atMs), 60_000),
    };
  });

it('is the same to every hash, whatever it carries', async () => {
  await fc.assert(
    fc.asyncProperty(proposals, async (proposal) => {
      const terms = unwrap(termsHash(digest, proposal));
      const decision: Decision = {
        person: anId<PersonId>(),
        group: proposal.groups[0]?.name ?? '',
        verdict: 'Approve',
        payloadHash: proposal.payloadHash,
        reason: 'Agrees with the instruction.',
        stepUp: anId<StepUpId>(),
        actionHash: 'a'.repeat(64) as ActionHash,
        at: proposal.proposedAt,
      };
      const found = await database.as('app_staff').prisma.$transaction(async (tx) => {
        await enter(tx, actor);
        const proposerRoles = ['Operations'] as const;
        await insertProposal(tx, { proposal, terms, proposerRoles, reason: 'Needed.' });
        await insertDecision(tx, { proposal, decision });
        return findProposal(tx, proposal.id);
      });
      expect(found?.approval.decisions).toEqual([decision]);
      if (found === undefined) expect.unreachable();
      expect(unwrap(termsHash(digest, found.approval.proposal))).toBe(terms);
      expect(unwrap(payloadHash(digest, found.approval.proposal))).toBe(proposal.payloadHash);
    }),
    { numRuns: 60 },
  );
});

it('moves from the status it was read in, and only along the lines the table has', async () => {
  const [proposal] = fc.sample(proposals, 1);
  if (proposal === undefined) expect.unreachable();
  const { id, proposedAt: at } = proposal;
  const terms = unwrap(termsHash(digest, proposal));
  const staff = database.as('app_staff').prisma;
  const within = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    staff.$transaction(async (tx) => {
      await enter(tx, actor);
      return work(tx);
    });
  await within((tx) =>
    insertProposal(tx, { proposal, terms, proposerRoles: ['Operations'], reason: 'Needed.' }),
  );
  const straight = within((tx) => moveStatus(tx, { id, from: 'Pending', to: 'Executed', at }));
  await expect(straight).rejects.toThrow(/is refused/);
  const moved = await within(async (tx) => [
    await moveStatus(tx, { id, from: 'Approved', to: 'Executed', at }),
    await moveStatus(tx, { id, from: 'Pending', to: 'Approved', at }),
    await moveStatus(tx, { id, from: 'Pending', to: 'Approved', at }),
    await moveStatus(tx, { id, from: 'Approved', to: 'Executed', at }),
  ]);
  expect(moved).toEqual([false, true, false, true]);
  const again = within((tx) => moveStatus(tx, { id, from: 'Executed', to: 'Pending', at }));
  await expect(again).rejects.toThrow(/is refused/);
});

it('keeps its terms: not even its own role can change a word of them', async () => {
  const [proposal] = fc.sample(proposals, 1);
  if (proposal === undefined) expect.unreachable();
  const terms = unwrap(termsHash(digest, proposal));
  const changed = database.as('app_staff').prisma.$transaction(async (tx) => {
    await enter(tx, actor);
    await insertProposal(tx, { proposal, terms, proposerRoles: ['Operations'], reason: 'Needed.' });
    const payload = `${proposal.payload} `;
    await tx.proposal.updateMany({ where: { id: proposal.id }, data: { payload } });
  });
  await expect(changed).rejects.toThrow(/its terms never change/);
});
