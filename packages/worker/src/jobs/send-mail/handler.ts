/**
 * Mails one person: reads who that is, makes the secret of the link, and hands the mail over. The
 * secret exists here and in the mail; the database gets its hash. An attempt that failed leaves an
 * unused secret behind, which the next attempt ends before it makes another.
 */
import { createHash, randomBytes } from 'node:crypto';
import { type Database, readPersonKeys, type Tx } from '@ultrathink/db';
import { findRecipient, issueMailToken, type Recipient } from '@ultrathink/db/mailing';
import { addMs, type Ids, type PersonId } from '@ultrathink/domain/kernel';
import {
  MAIL_TOKENS,
  type MailJob,
  type MailTokenPurpose,
  mailTokenHash,
} from '@ultrathink/domain/operations';
import { type KeyRing, openWith } from '@ultrathink/runtime';
import { z } from 'zod';
import type { Mailer } from '../../drivers/mail/mailer.ts';
import type { JobHandler } from '../job.ts';
import { writeMail } from './templates.ts';

/** 256 bits: more than anybody can try, so its plain SHA-256 is kept (ASVS 6.5.2). */
const TOKEN_BYTES = 32;

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

const PURPOSES: Readonly<Partial<Record<MailJob['template'], MailTokenPurpose>>> = {
  invitation: 'Invitation',
  passwordReset: 'PasswordReset',
  verifyEmail: 'VerifyEmail',
};

export function createSendMail(parts: {
  readonly database: Database;
  readonly ring: KeyRing;
  readonly mailer: Mailer;
  readonly ids: Ids;
  /** Where browsers reach us. */
  readonly origin: string;
}): JobHandler<MailJob> {
  const { database, ring, mailer, ids, origin } = parts;
  return async ({ input, jobId, clock, log }) => {
    const { personId, template } = input;
    const at = clock.now();
    const prepared = await database.prisma.$transaction(async (tx) => {
      const recipient = await findRecipient(tx, personId);
      if (recipient === undefined || !isMeantFor(recipient, input)) return undefined;
      const personal = await readPersonal(tx, ring, personId, recipient);
      if (personal === undefined) return undefined;
      const told = { ...personal, organisation: recipient.organisation, token: '' };
      const purpose = PURPOSES[template];
      if (purpose === undefined) return told;
      const token = randomBytes(TOKEN_BYTES).toString('base64url');
      await issueMailToken(tx, {
        id: ids.next(),
        personId,
        purpose,
        tokenHash: mailTokenHash(sha256, token),
        at,
        expiresAt: addMs(at, MAIL_TOKENS[purpose].lifeMs),
      });
      return { ...told, token };
    });
    if (prepared === undefined) {
      log.info('A mail is left out: its person was erased, or it no longer applies.', { template });
      return;
    }
    const { email, ...facts } = prepared;
    const written = writeMail(input, { ...facts, origin });
    await mailer.send({ id: jobId, at, to: { name: facts.name, address: email }, ...written });
  };
}

/** Between the asking and now the person may have accepted, or been suspended. */
function isMeantFor({ state }: Recipient, { template }: MailJob): boolean {
  if (template === 'invitation') return state === 'Invited';
  if (template === 'passwordReset' || template === 'verifyEmail') return state === 'Active';
  return true;
}

const personalSchema = z.object({ name: z.string(), email: z.string() });

type Personal = z.infer<typeof personalSchema>;

/** Undefined for somebody who was erased. @throws for what does not open: it is not ours. */
async function readPersonal(
  tx: Tx,
  ring: KeyRing,
  id: PersonId,
  { personal }: Recipient,
): Promise<Personal | undefined> {
  const key = (await readPersonKeys(tx, ring, [id])).get(id);
  if (key === undefined || personal === null) return undefined;
  const opened = openWith(key, personal, `person ${id}`);
  if (!opened.ok) throw new Error(`What is kept of a person does not open: ${opened.error.code}.`);
  return personalSchema.parse(JSON.parse(Buffer.from(opened.value).toString('utf8')));
}
