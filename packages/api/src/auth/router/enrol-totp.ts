/** Enrolling an authenticator app: its secret is shown once, and a code shows that it has it. */
import {
  confirmTotp as confirm,
  dropUnconfirmed,
  findFactor,
  insertTotp,
  useTimeStep,
} from '@ultrathink/db/identity';
import type { FactorId } from '@ultrathink/domain/access';
import { idSchema, msBetween, ok } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { Refusal } from '../../errors.ts';
import { signingInAct } from '../../procedures/signing-in.ts';
import { asIdentity } from '../as-identity.ts';
import { changeFactors } from '../change-factors.ts';
import { waitFor, wrongProof } from '../complete-sign-in.ts';
import { enrolFactor } from '../enrol-factor.ts';
import { ownName } from '../own-name.ts';
import { totpCodeSchema } from '../proofs.ts';
import { addressOf, delaysOf } from '../sign-in.ts';
import { newTotpSecret, sealTotp, timeStepOf, totpUri } from '../totp.ts';
import { deviceName, signInInput } from './inputs.ts';

/** A secret that was shown and not confirmed by then is forgotten. */
const CONFIRM_WITHIN_MS = 15 * 60_000;

export const startTotp = signingInAct
  .input(signInInput({ name: deviceName.default('Authenticator') }))
  .output(
    z.strictObject({
      factorId: idSchema<FactorId>(),
      /** Base32, for an app that reads no picture. Shown once. */
      secret: z.string(),
      /** otpauth://, for a QR code. */
      uri: z.string(),
    }),
  )
  .mutation(async ({ ctx, input: { name } }) => {
    const { services, person } = ctx;
    const id = services.ids.next<FactorId>();
    const secret = newTotpSecret();
    const sealed = sealTotp(services.ring, { id, person }, secret);
    const change = { kind: 'auth.startTotp', subject: 'Totp', input: { name } } as const;
    await changeFactors(ctx, change, async (tx, at) => {
      await dropUnconfirmed(tx, person);
      await insertTotp(tx, { id, person, name, secret: sealed, createdAt: at });
      return ok([
        { action: 'auth.startFactor', subject: { kind: 'Factor', id }, after: { kind: 'Totp' } },
      ]);
    });
    const personal = await asIdentity(services, person, (tx) => ownName(services, tx, person));
    return { factorId: id, secret, uri: totpUri(secret, personal?.email ?? person) };
  });

export const confirmTotp = signingInAct
  .input(signInInput({ factorId: idSchema<FactorId>(), code: totpCodeSchema }))
  .output(z.strictObject({ recoveryCodes: z.array(z.string()).nullable() }))
  .mutation(async ({ ctx, input: { factorId, code } }) => {
    const { services, person, request } = ctx;
    const at = services.clock.now();
    const factor = await asIdentity(services, person, (tx) => findFactor(tx, factorId, person));
    const isOpen =
      factor?.kind === 'Totp' &&
      factor.confirmedAt === null &&
      msBetween(factor.createdAt, at) < CONFIRM_WITHIN_MS;
    if (!isOpen) throw new Refusal('NotFound', 'This enrolment has ended. Begin it again.');
    const delays = await delaysOf(services, 'code');
    const attempt = { account: person, address: addressOf(request) };
    const seconds = await delays.wait(attempt);
    if (seconds > 0) throw waitFor(seconds);
    const timeStep = timeStepOf(services.ring, factor, code, at);
    if (timeStep === undefined) {
      await delays.failed(attempt);
      throw wrongProof();
    }
    return enrolFactor(ctx, {
      id: factorId,
      kind: 'Totp',
      timeStep,
      enrol: async (tx, enrolledAt) =>
        (await confirm(tx, factorId, enrolledAt)) &&
        (await useTimeStep(tx, factorId, { timeStep, at: enrolledAt })),
    });
  });
