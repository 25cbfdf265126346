/**
 * The job that mails somebody. It names the person and never carries an address, a name or a secret:
 * the job reads the first two itself, and makes the secret of a link when it mails it.
 */
import { z } from 'zod';
import { idSchema, type PersonId, type UtcTime, utcTimeSchema } from '../kernel/index.ts';

export const SEND_MAIL = 'send-mail';

/** What a notice of a security-relevant change can be about. */
export const SECURITY_CHANGES = [
  'PasswordChanged',
  'FactorAdded',
  'FactorRemoved',
  'FactorsReset',
  'RecoveryCodesRenewed',
  'RecoveryCodeUsed',
  'SignInFromNewDevice',
  'SessionsEnded',
  'RoleGranted',
  'RoleEnded',
  'BreakGlassGranted',
  'AllowListChanged',
  'ApiKeyCreated',
  'ApiKeyRevoked',
  'AccountSuspended',
] as const;

export type SecurityChange = (typeof SECURITY_CHANGES)[number];

const base = { version: z.literal(1), personId: idSchema<PersonId>() };

export const mailJobSchema = z.discriminatedUnion('template', [
  /** A link to choose a password; ends in 72 hours. */
  z.strictObject({ ...base, template: z.literal('invitation') }),
  /** A link to choose another password. */
  z.strictObject({ ...base, template: z.literal('passwordReset') }),
  z.strictObject({
    ...base,
    template: z.literal('securityNotice'),
    change: z.enum(SECURITY_CHANGES),
    at: utcTimeSchema,
  }),
]);

export type MailJob = z.infer<typeof mailJobSchema>;

export function securityNotice(personId: PersonId, change: SecurityChange, at: UtcTime): MailJob {
  return { version: 1, template: 'securityNotice', personId, change, at };
}
