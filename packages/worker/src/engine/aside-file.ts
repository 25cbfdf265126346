/**
 * Kills that could not wait for the journal, in a file of this machine: one line each, on the disk
 * before any of their cancels leaves.
 */
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { CommandInput } from '@ultrathink/domain/engine/core';
import {
  type CommandId,
  type CorrelationId,
  type IdempotencyKey,
  idSchema,
  type PersonId,
  type SessionId,
} from '@ultrathink/domain/kernel';
import { KILL_GRADES, STATE_LEVELS } from '@ultrathink/domain/risk';
import { z } from 'zod';
import type { Journal } from './ports.ts';

/** More than these at once is no emergency but a fault. */
const KILLS_MOST = 1_000;

const killSchema: z.ZodType<CommandInput> = z.strictObject({
  kind: z.literal('Command'),
  commandId: idSchema<CommandId>(),
  idempotencyKey: idSchema<IdempotencyKey>(),
  inputHash: z.string().max(200),
  asker: z.strictObject({
    person: idSchema<PersonId>(),
    session: idSchema<SessionId>().nullable(),
    apiKey: z.string().max(200).nullable(),
    correlationId: idSchema<CorrelationId>(),
  }),
  act: z.strictObject({
    act: z.literal('Kill'),
    key: z.strictObject({ level: z.enum(STATE_LEVELS), scope: z.string().max(100) }),
    grade: z.enum(KILL_GRADES),
    why: z.string().max(500),
  }),
});

export type Aside = Pick<Journal, 'setAside' | 'aside' | 'clearAside'>;

export function openAside(path: string): Aside {
  return {
    async setAside(kill) {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const file = await open(path, 'a', 0o600);
      try {
        await file.appendFile(`${JSON.stringify(kill)}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
      await syncFolder(dirname(path));
    },
    async aside() {
      const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return '';
        throw error;
      });
      const lines = text.split('\n').filter((line) => line !== '');
      return lines.slice(0, KILLS_MOST).flatMap(killOf);
    },
    async clearAside() {
      await rm(path, { force: true });
      await syncFolder(dirname(path));
    },
  };
}

/** The last line may be half of one: the machine went down over it, and nothing of it had left. */
function killOf(line: string): readonly CommandInput[] {
  try {
    const kill = killSchema.safeParse(JSON.parse(line));
    return kill.success ? [kill.data] : [];
  } catch {
    return [];
  }
}

/** A new name in a folder is durable when the folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
