/** Why somebody proposes something, as every form of a proposal checks it. */
import { z } from 'zod';

export const reasonField = z
  .string()
  .trim()
  .min(1, 'is missing. Say why: it stays in the audit trail.')
  .max(2000, 'is longer than 2,000 characters.');

/** A plain decimal that is not negative, as people type one: commas may group it. */
export const decimalField = z
  .string()
  .trim()
  .transform((text) => text.replaceAll(',', ''))
  .pipe(z.string().regex(/^\d{1,20}(\.\d{1,18})?$/, 'is no plain figure. Write it like 1250.50.'));
