/**
 * The same database for whoever writes a demo's beginning: no commit waits for the disk, which the last one
 * does for all of them, and a busy machine may take longer over a statement than a page may.
 */
const SETTINGS = [
  'synchronous_commit=off',
  `statement_timeout=${120_000}`,
  `transaction_timeout=${240_000}`,
] as const;

export function unwaited(url: string): string {
  const own = new URL(url);
  own.searchParams.set('options', SETTINGS.map((setting) => `-c ${setting}`).join(' '));
  return own.href;
}
