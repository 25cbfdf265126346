/** Second factors of one's own: which there are, taking one away, new recovery codes. */
import {
  countRecoveryCodes,
  endFactor,
  listFactors as factorsOf,
  replaceRecoveryCodes,
} from '@ultrathink/db/identity';
import { sendMail } from '@ultrathink/db/operations';
import type { FactorId } from '@ultrathink/domain/access';
import { err, idSchema, ok, utcTimeSchema } from '@ultrathink/domain/kernel';
import { securityNotice } from '@ultrathink/domain/operations';
import { z } from 'zod';
import { Refusal } from '../../errors.ts';
import { act } from '../../procedures/act.ts';
import { query } from '../../procedures/query.ts';
import { asIdentity } from '../as-identity.ts';
import { newRecoveryCodes as makeCodes } from '../recovery-codes.ts';
import { DONE, done } from './inputs.ts';

const factor = z.strictObject({
  id: idSchema<FactorId>(),
  kind: z.enum(['Totp', 'Passkey']),
  name: z.string(),
  createdAt: utcTimeSchema,
  lastUsedAt: utcTimeSchema.nullable(),
  /** Passkeys: a copy of the key is kept by its maker, so that it survives the device. */
  isBackedUp: z.boolean(),
});

export const listFactors = query('self.read')
  .output(z.strictObject({ factors: z.array(factor), recoveryCodesLeft: z.int().min(0) }))
  .query(async ({ ctx: { services, person, requirePermission } }) => {
    requirePermission('self.read', { kind: 'Self', person });
    return asIdentity(services, person, async (tx) => ({
      factors: (await factorsOf(tx, person)).map((each) => ({
        id: each.id,
        kind: each.kind,
        name: each.name,
        createdAt: each.createdAt,
        lastUsedAt: each.lastUsedAt,
        isBackedUp: each.kind === 'Passkey' && each.isBackedUp,
      })),
      recoveryCodesLeft: await countRecoveryCodes(tx, person),
    }));
  });

export const removeFactor = act('self.changeFactors')
  .input(z.strictObject({ factorId: idSchema<FactorId>() }))
  .output(done)
  .change({
    resource: ({ person }) => ({ kind: 'Self', person }),
    subject: ({ factorId }) => factorId,
    run: async ({ ctx: { person }, input: { factorId }, tx, at }) => {
      const present = await factorsOf(tx, person);
      if (present.length === 1) {
        const sentence = 'This is your only second factor. Add another one before you remove it.';
        return err(new Refusal('Conflict', sentence));
      }
      const ended = present.find((each) => each.id === factorId);
      if (ended === undefined || !(await endFactor(tx, { id: factorId, person }, at))) {
        return err(new Refusal('NotFound'));
      }
      await sendMail(tx, securityNotice(person, 'FactorRemoved', at));
      const subject = { kind: 'Factor', id: factorId };
      const event = { action: 'auth.removeFactor', subject, before: { kind: ended.kind } };
      return ok({ answer: DONE, events: [event] });
    },
  });

/** The codes are told once and kept as hashes, so an answer that is asked for again has none. */
export const newRecoveryCodes = act('self.changeFactors')
  .input(z.strictObject({}))
  .output(z.strictObject({ recoveryCodes: z.array(z.string()).nullable() }))
  .change({
    resource: ({ person }) => ({ kind: 'Self', person }),
    subject: () => 'RecoveryCodes',
    prepare: () => Promise.resolve(makeCodes()),
    run: async ({ ctx: { person }, prepared, tx, at }) => {
      await replaceRecoveryCodes(tx, person, prepared.hashes);
      await sendMail(tx, securityNotice(person, 'RecoveryCodesRenewed', at));
      const subject = { kind: 'Person', id: person };
      const event = { action: 'auth.renewRecoveryCodes', subject };
      return ok({ answer: { recoveryCodes: null }, events: [event] });
    },
    after: ({ prepared, isRepeated }) =>
      Promise.resolve({ recoveryCodes: isRepeated ? null : [...prepared.codes] }),
  });
