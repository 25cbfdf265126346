/**
 * Mails of a demo: files in a folder, readable by their owner alone, the newest 200. They hold the
 * secrets of their links, as the mailbox of a person would.
 */
import { chmod, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toEpochMs } from '@ultrathink/domain/kernel';
import type { Mailer } from './mailer.ts';

export const SINK_MAX = 200;

/** Names sort by time: 13 digits of milliseconds, then the mail's own id. */
const NAME = /^\d{13}-[0-9a-f-]{36}\.json$/;

export function createSinkMailer(folder: string): Mailer {
  return {
    async send(mail) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const name = `${String(toEpochMs(mail.at)).padStart(13, '0')}-${mail.id}.json`;
      const file = join(folder, name);
      // Written beside and moved, so that nobody reads half a mail.
      await writeFile(`${file}.part`, JSON.stringify(mail), { mode: 0o600 });
      await chmod(`${file}.part`, 0o600);
      await rename(`${file}.part`, file);
      await forgetOldest(folder);
    },
    close: () => undefined,
  };
}

async function forgetOldest(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => NAME.test(name)).sort();
  const surplus = names.slice(0, Math.max(0, names.length - SINK_MAX));
  await Promise.all(surplus.map((name) => rm(join(folder, name), { force: true })));
}
