/** What venues say of our orders, and what we do about what they don't: the one door of this folder. */
export { askAtOnce, compareNow } from './at-once.ts';
export { DAILY_SUBJECT, takeDaily } from './daily.ts';
export { confirmDue, evict, recheck } from './due.ts';
export { assertOutcome, closeBreak } from './people.ts';
export { previewReallocation, reallocate, refusalWord } from './reallocate.ts';
