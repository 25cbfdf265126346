/** The people's door as procedures know it. */

export type { Changed } from '@ultrathink/db';
export { write } from '@ultrathink/db';
export type { EventDraft } from '@ultrathink/domain/audit';
