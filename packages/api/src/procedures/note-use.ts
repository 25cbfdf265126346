/** When somebody last used a permission, to the hour: what a review of access asks. */
import { noteUse as writeUse } from '@ultrathink/db/identity';
import type { Permission } from '@ultrathink/domain/access';
import type { PersonId } from '@ultrathink/domain/kernel';
import type { Services } from '../context.ts';

const HOUR_CHARACTERS = 'YYYY-MM-DDTHH'.length;
/** People times permissions of an hour; beyond it a use is noted more than once, which is harmless. */
const NOTED_MAX = 20_000;

const noted = new Set<string>();

/** Once an hour each. A note that can't be written is no reason to refuse what was permitted. */
export async function noteUse(
  { clock, identityDatabase, log }: Services,
  person: PersonId,
  permission: Permission,
): Promise<void> {
  const at = clock.now();
  const use = `${person} ${permission} ${at.slice(0, HOUR_CHARACTERS)}`;
  if (noted.has(use)) return;
  if (noted.size >= NOTED_MAX) noted.clear();
  noted.add(use);
  try {
    await writeUse(await identityDatabase(), person, permission, at);
  } catch (error) {
    noted.delete(use);
    log.warn('The use of a permission could not be noted.', { permission, error });
  }
}
