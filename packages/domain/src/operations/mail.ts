/**
 * The job that mails somebody. It names the person and never carries an address, a name or a secret:
 * the job reads the first two itself, and makes the secret of a link when it mails it.
 */
import { z } from 'zod';
import {
  type Digest,
  idSchema,
  type PersonId,
  type UtcTime,
  utcTimeSchema,
} from '../kernel/index.ts';

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

/** What the secret of a mailed link lets its bearer do, once. */
export const MAIL_TOKEN_PURPOSES = ['Invitation', 'PasswordReset', 'VerifyEmail'] as const;

export type MailTokenPurpose = (typeof MAIL_TOKEN_PURPOSES)[number];

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** How long the secret of a link is good for, and the page it leads to. */
export const MAIL_TOKENS: Readonly<
  Record<MailTokenPurpose, { readonly lifeMs: number; readonly path: `/${string}` }>
> = {
  Invitation: { lifeMs: 72 * HOUR_MS, path: '/invitation' },
  PasswordReset: { lifeMs: 30 * MINUTE_MS, path: '/reset-password' },
  VerifyEmail: { lifeMs: 24 * HOUR_MS, path: '/verify-email' },
};

/** The secret stands behind `#`, which no server, log or referrer is ever told (ASVS 14.2.1). */
export function mailLink(origin: string, purpose: MailTokenPurpose, token: string): string {
  return `${origin}${MAIL_TOKENS[purpose].path}#${token}`;
}

/** 256 bits in base64url. */
export const mailTokenSchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'Not a link of ours.');

declare const TextEncoder: new () => { encode(text: string): Uint8Array };

/** What is stored of a secret that was mailed: the hash of its text. */
export function mailTokenHash(digest: Digest, token: string): Uint8Array {
  return digest(new TextEncoder().encode(token));
}

const base = { version: z.literal(1), personId: idSchema<PersonId>() };

export const mailJobSchema = z.discriminatedUnion('template', [
  /** A link to choose a password; ends in 72 hours. */
  z.strictObject({ ...base, template: z.literal('invitation') }),
  /** A link to choose another password. */
  z.strictObject({ ...base, template: z.literal('passwordReset') }),
  /** A link that shows that the address is the person's. */
  z.strictObject({ ...base, template: z.literal('verifyEmail') }),
  /** The newest checkpoint of the audit trail, for officers to keep outside the platform. */
  z.strictObject({
    ...base,
    template: z.literal('checkpointDigest'),
    at: utcTimeSchema,
    /** As published, with its signatures. */
    checkpoint: z.string().max(20_000),
  }),
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
