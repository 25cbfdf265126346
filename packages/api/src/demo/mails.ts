/** Mails that a demo wrote into files instead of sending them. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { utcTimeSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { demoProcedure } from '../procedures/demo-procedure.ts';

const MAILS_MAX = 200;
/** As the sink of mails names them: milliseconds, then the mail's id. */
const NAME = /^\d{13}-([0-9a-f-]{36})\.json$/;

/** Not an id of ours: the queue makes it. */
const mailId = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'Not a mail’s id.');

const head = {
  id: mailId,
  at: utcTimeSchema,
  to: z.strictObject({ name: z.string(), address: z.string() }),
  subject: z.string(),
};

const mailSchema = z.strictObject({ ...head, text: z.string(), html: z.string() });

type Mail = z.infer<typeof mailSchema>;

export const listMails = demoProcedure
  .output(z.array(z.strictObject(head)).max(MAILS_MAX))
  .query(async ({ ctx }) => {
    const folder = ctx.services.demo?.mailFolder;
    const names = folder === undefined ? [] : await namesIn(folder);
    const newest = names.sort().reverse().slice(0, MAILS_MAX);
    const mails = await Promise.all(newest.map((name) => readMail(join(folder ?? '', name))));
    return mails
      .filter((mail) => mail !== undefined)
      .map(({ id, at, to, subject }) => ({ id, at, to, subject }));
  });

export const getMail = demoProcedure
  .input(z.strictObject({ id: mailId }))
  .output(
    z.strictObject({
      ...head,
      text: z.string(),
      /** The address its link leads to; null for a mail without one. */
      link: z.string().nullable(),
    }),
  )
  .query(async ({ ctx, input: { id } }) => {
    const folder = ctx.services.demo?.mailFolder;
    const names = folder === undefined ? [] : await namesIn(folder);
    const name = names.find((candidate) => NAME.exec(candidate)?.[1] === id);
    const mail = name === undefined ? undefined : await readMail(join(folder ?? '', name));
    if (mail === undefined) throw new Refusal('NotFound', 'This mail is no longer kept.');
    const { html: _, ...rest } = mail;
    return { ...rest, link: linkIn(mail, ctx.services.origin) };
  });

async function namesIn(folder: string): Promise<string[]> {
  const all = await readdir(folder).catch(() => []);
  return all.filter((name) => NAME.test(name));
}

/** undefined for a file that went meanwhile, or is none of ours. */
async function readMail(file: string): Promise<Mail | undefined> {
  try {
    return mailSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}

function linkIn({ text }: Mail, origin: string): string | null {
  return text.split('\n').find((line) => line.startsWith(`${origin}/`)) ?? null;
}
