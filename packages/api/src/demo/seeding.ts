/** What fills a demo needs of the procedures: it does what people do, in their place. */
import type { StepUpId } from '@ultrathink/domain/access';
import { Refusal } from '../errors.ts';

export { emailHashOf, sealPersonal } from '../access/names.ts';
export { makeContext } from '../auth/make-context.ts';
export { hashPassword } from '../auth/passwords.ts';
export { newSessionSecret, type SessionPort } from '../auth/session-port.ts';
export { signInWithPassword } from '../auth/sign-in.ts';
export { newTotpSecret, sealTotp } from '../auth/totp.ts';
export { appRouter } from '../root.ts';
export { type OpenServices, openServices } from '../services.ts';
export { type DemoPerson, readDemoPeople } from './people-file.ts';

/** Which proof an act asked for that was refused for want of one; undefined for any other error. */
export function stepUpAskedBy(error: unknown): StepUpId | undefined {
  const cause = error instanceof Error && error.cause instanceof Refusal ? error.cause : error;
  return cause instanceof Refusal ? (cause.stepUp?.id as StepUpId | undefined) : undefined;
}
