/** Accounts at venues with their keys: what they are called, may do, how old they are. Never a secret. */
import { read } from '@ultrathink/db';
import { listVenueAccounts, listVenueKeys, type SeenVenueKey } from '@ultrathink/db/venue-keys';
import { msBetween, type UtcTime, utcTimeSchema } from '@ultrathink/domain/kernel';
import {
  checkActivation,
  KEYED_VENUES,
  probedPermissionsSchema,
  type VenueKeyId,
  warningsOf,
} from '@ultrathink/domain/market-data';
import { z } from 'zod';
import { type Names, personRefSchema, readNames, refOf } from '../../access/names.ts';
import { clientId, proposalId } from '../../access/schemas.ts';
import { query } from '../../procedures/query.ts';
import { FIRM, venueAccountId, venueKeyId, venueKeyStatusSchema } from './schemas.ts';
import { proposalSentence, reasonSentence, warningSentence } from './sentences.ts';

const DAY_MS = 24 * 60 * 60_000;

const toldSchema = z.strictObject({ code: z.string(), sentence: z.string() });

const keySchema = z.strictObject({
  id: venueKeyId,
  label: z.string(),
  maskedName: z.string(),
  fingerprint: z.string(),
  /** A proposal that ended without being carried out leaves a key Ready again. */
  status: venueKeyStatusSchema,
  submittedAt: utcTimeSchema,
  submittedBy: personRefSchema,
  ageDays: z.int(),
  /** How often the venue was asked since it last answered. */
  attempts: z.int(),
  probedAt: utcTimeSchema.nullable(),
  /** As the venue last said; null until it said anything. */
  permissions: probedPermissionsSchema.nullable(),
  /** Why it was refused or suspended, or is still being asked about. */
  reasons: z.array(toldSchema),
  warnings: z.array(toldSchema),
  /** The last proposal about it. */
  proposalId: proposalId.nullable(),
  isProposalOpen: z.boolean(),
  activatedAt: utcTimeSchema.nullable(),
  lastUsedAt: utcTimeSchema.nullable(),
  rotatedFromId: venueKeyId.nullable(),
  drainUntil: utcTimeSchema.nullable(),
  endedAt: utcTimeSchema.nullable(),
  /** Whether it could be proposed now, and how; `why` says why not. */
  next: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('Propose') }),
    z.strictObject({ kind: z.literal('Rotate'), replacesKeyId: venueKeyId }),
    z.strictObject({ kind: z.literal('None'), why: z.string() }),
  ]),
});

const accountSchema = z.strictObject({
  id: venueAccountId,
  venue: z.enum(KEYED_VENUES),
  label: z.string(),
  mode: z.enum(['Live', 'Paper']),
  shard: z.int(),
  /** Null for the firm's own. */
  clientId: clientId.nullable(),
  activeKeyId: venueKeyId.nullable(),
  /** Newest first. */
  keys: z.array(keySchema),
});

export const listKeys = query('venues.readKeys')
  .output(z.strictObject({ accounts: z.array(accountSchema) }))
  .query(async ({ ctx }) => {
    const { database, actor } = await ctx.authorise('venues.readKeys', FIRM);
    const at = ctx.services.clock.now();
    return read(database, actor, async (tx) => {
      const accounts = await listVenueAccounts(tx);
      const keys = await listVenueKeys(tx, at);
      const names = await readNames(
        tx,
        ctx.services,
        keys.map(({ submittedBy }) => submittedBy),
      );
      return {
        accounts: accounts.map(({ id, venue, label, mode, shard, client }) => {
          const own = keys.filter(({ account }) => account === id);
          const active = own.find(({ status }) => status === 'Active')?.id ?? null;
          return {
            id,
            venue,
            label,
            mode,
            shard,
            clientId: client,
            activeKeyId: active,
            keys: own.map((key) => keyOut(key, { active, names, at })),
          };
        }),
      };
    });
  });

function keyOut(
  key: SeenVenueKey,
  { active, names, at }: { active: VenueKeyId | null; names: Names; at: UtcTime },
): z.input<typeof keySchema> {
  const { proposal, isProposalOpen, permissions, reasons } = key;
  const status = key.status === 'Proposed' && !isProposalOpen ? 'Ready' : key.status;
  return {
    id: key.id,
    label: key.label,
    maskedName: key.maskedName,
    fingerprint: key.fingerprint,
    status,
    submittedAt: key.submittedAt,
    submittedBy: refOf(names, key.submittedBy),
    ageDays: Math.floor(msBetween(key.submittedAt, at) / DAY_MS),
    attempts: key.attempts,
    probedAt: key.probedAt,
    permissions: permissions === null ? null : { ...permissions },
    reasons: (reasons ?? []).map((one) => ({ code: one.code, sentence: reasonSentence(one) })),
    warnings: warningsOf(key, at).map((one) => ({
      code: one.code,
      sentence: warningSentence(one),
    })),
    proposalId: proposal,
    isProposalOpen,
    activatedAt: key.activatedAt,
    lastUsedAt: key.lastUsedAt,
    rotatedFromId: key.rotatedFrom,
    drainUntil: key.drainUntil,
    endedAt: key.endedAt,
    next: nextOf(key, active, at),
  };
}

function nextOf(
  key: SeenVenueKey,
  active: VenueKeyId | null,
  at: UtcTime,
): z.input<typeof keySchema>['next'] {
  if (key.isProposalOpen && key.status === 'Proposed') {
    return { kind: 'None', why: proposalSentence({ code: 'AlreadyProposed' }) };
  }
  const answer = checkActivation(key, { active, replaces: active }, at);
  if (!answer.ok) return { kind: 'None', why: proposalSentence(answer.error) };
  return active === null ? { kind: 'Propose' } : { kind: 'Rotate', replacesKeyId: active };
}
