import type { MailJob } from '@ultrathink/domain/operations';
import type { Tx } from '../connect.ts';
import { Prisma } from '../generated/client.ts';

/**
 * Asks for a mail within the transaction that causes it: undone with it, sent once with it. Every
 * role of the web may ask; a client's only for its own people.
 */
export async function sendMail(tx: Tx, mail: MailJob): Promise<void> {
  await tx.$queryRaw(Prisma.sql`select access.send_mail(${mail}::jsonb)`);
}
