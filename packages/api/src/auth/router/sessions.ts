/** Sessions of one's own: which there are, and ending one, the others, or this one. */
import { endSessions, type SessionEnd, listSessions as sessionsOf } from '@ultrathink/db/identity';
import { sendMail } from '@ultrathink/db/operations';
import { err, idSchema, ok, type SessionId, utcTimeSchema } from '@ultrathink/domain/kernel';
import { securityNotice } from '@ultrathink/domain/operations';
import { z } from 'zod';
import { Refusal } from '../../errors.ts';
import { act } from '../../procedures/act.ts';
import { query } from '../../procedures/query.ts';
import { signingInAct } from '../../procedures/signing-in.ts';
import { asIdentity } from '../as-identity.ts';
import { sealAct } from '../seal.ts';
import { clientIdOf } from '../sign-in.ts';
import { DONE, done, signInInput } from './inputs.ts';

const LISTED_MAX = 50;

const ENDS = [
  'SignedOut',
  'Revoked',
  'PasswordChanged',
  'FactorsReset',
  'Suspended',
  'Replaced',
] as const;

const listed = z.strictObject({
  id: idSchema<SessionId>(),
  isCurrent: z.boolean(),
  /** Open, or why and when it ended; Expired where it rested too long. */
  state: z.enum(['Open', 'SigningIn', 'Expired', ...ENDS]),
  endedAt: utcTimeSchema.nullable(),
  audience: z.enum(['client', 'desk', 'compliance', 'operations']),
  factorKind: z.enum(['Totp', 'Passkey', 'RecoveryCode']).nullable(),
  createdAt: utcTimeSchema,
  lastUsedAt: utcTimeSchema,
  idleUntil: utcTimeSchema,
  absoluteUntil: utcTimeSchema,
  ip: z.string(),
  userAgent: z.string(),
});

export const listSessions = query('self.read')
  .output(z.strictObject({ sessions: z.array(listed) }))
  .query(async ({ ctx: { services, person, session, requirePermission } }) => {
    requirePermission('self.read', { kind: 'Self', person });
    const at = services.clock.now();
    const found = await asIdentity(services, person, (tx) => sessionsOf(tx, person, LISTED_MAX));
    const sessions = found.map(({ stage, endedWhy, ...each }) => ({
      ...each,
      isCurrent: each.id === session?.id,
      state: stateOf({ ...each, stage, endedWhy }, at),
    }));
    return { sessions };
  });

interface Stated {
  readonly endedWhy: SessionEnd | null;
  readonly stage: 'Password' | 'Full';
  readonly idleUntil: string;
  readonly absoluteUntil: string;
}

function stateOf(
  { endedWhy, stage, idleUntil, absoluteUntil }: Stated,
  at: string,
): z.infer<typeof listed>['state'] {
  if (endedWhy !== null) return endedWhy;
  if (idleUntil <= at || absoluteUntil <= at) return 'Expired';
  return stage === 'Full' ? 'Open' : 'SigningIn';
}

export const endSession = act('self.endSession')
  .input(z.strictObject({ sessionId: idSchema<SessionId>() }))
  .output(done)
  .change<SessionId>({
    resource: ({ person }) => ({ kind: 'Self', person }),
    subject: ({ sessionId }) => sessionId,
    run: async ({ ctx: { person }, input: { sessionId }, tx, at }) => {
      const end = { why: 'Revoked', by: person, at } as const;
      const ended = await endSessions(tx, person, end, { only: sessionId });
      if (ended.length === 0) return err(new Refusal('NotFound'));
      const subject = { kind: 'Session', id: sessionId };
      return ok({ answer: DONE, events: [{ action: 'auth.endSession', subject }] });
    },
    prepare: (_ctx, { sessionId }) => Promise.resolve(sessionId),
    after: ({ ctx: { services }, prepared, answer }) => {
      services.endings.tell([prepared]);
      return Promise.resolve(answer);
    },
  });

/** Every session of mine but this one. */
export const endMySessions = act('self.endSession')
  .input(z.strictObject({}))
  .output(z.strictObject({ ended: z.int().min(0) }))
  .change({
    resource: ({ person }) => ({ kind: 'Self', person }),
    subject: () => 'others',
    prepare: () => Promise.resolve({ ended: [] as readonly SessionId[] }),
    run: async ({ ctx: { person, session }, prepared, tx, at }) => {
      if (session === null) return err(new Refusal('Forbidden'));
      const end = { why: 'Revoked', by: person, at } as const;
      prepared.ended = await endSessions(tx, person, end, { except: session.id });
      await sendMail(tx, securityNotice(person, 'SessionsEnded', at));
      const ended = prepared.ended.length;
      const subject = { kind: 'Person', id: person };
      return ok({
        answer: { ended },
        events: [{ action: 'auth.endSessions', subject, after: { ended } }],
      });
    },
    after: ({ ctx: { services }, prepared, answer }) => {
      services.endings.tell(prepared.ended);
      return Promise.resolve(answer);
    },
  });

export const signOut = signingInAct
  .input(signInInput({}))
  .output(done)
  .mutation(async ({ ctx }) => {
    const { person, session, caller, services } = ctx;
    const clientId = clientIdOf(caller.organisation);
    const act = {
      kind: 'auth.signOut',
      person,
      clientId,
      sessionId: session.id,
      input: {},
    } as const;
    await sealAct<{ done: boolean }>(ctx, act, async (tx, at) => {
      const end = { why: 'SignedOut', by: person, at } as const;
      const ended = await endSessions(tx, person, end, { only: session.id });
      if (ended.length === 0) return err(new Refusal('SignInNeeded'));
      const subject = { kind: 'Session', id: session.id };
      return ok({ answer: { done: true }, events: [{ action: 'auth.signOut', subject }] });
    });
    services.endings.tell([session.id]);
    await ctx.cookie.clear();
    return DONE;
  });

/** Somebody is there and reads: asking is the use. */
export const keepAlive = query('self.read')
  .output(z.strictObject({ idleUntil: utcTimeSchema }))
  .query(({ ctx: { person, session, services, requirePermission } }) => {
    requirePermission('self.read', { kind: 'Self', person });
    return { idleUntil: session?.idleUntil ?? services.clock.now() };
  });
