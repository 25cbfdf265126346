/** A view of a table as it is kept: the parts of the table's own address, each a text or nothing. */
import { ROLES } from '@ultrathink/domain/access';
import { z } from 'zod';

export const tableName = z.string().regex(/^[a-z][a-z0-9-]{0,59}$/);
export const viewId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/);

/** Text that any column takes: no control characters, no halves of signs. */
const part = z
  .string()
  .max(2_000)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u)
  .nullable();

export const viewAddress = z.strictObject({
  sort: part,
  q: part,
  f: part,
  cols: part,
  w: part,
  rows: part,
});

/** With whom it is shared: holders of these roles in the organisation. */
export const sharedWith = z.array(z.enum(ROLES)).max(ROLES.length);

/** Of one person and table. */
export const MOST_OWN = 50;
/** Own and shared ones of one table. */
export const MOST_SEEN = 500;
