/** Rows of one file. */
export const MOST_EXPORTED = 50_000;
