/** Hashes and long ids in a line of text; the copy button gives the whole. */

const KEPT = 4;

/** `9f2c…b01e`. What is no longer than ten characters is shown whole. */
export function shortHash(text: string): string {
  return text.length <= 2 * KEPT + 2 ? text : `${text.slice(0, KEPT)}…${text.slice(-KEPT)}`;
}
