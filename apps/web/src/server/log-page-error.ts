import 'server-only';
import { quoteOfDigest } from '../features/quote.ts';
import { platform } from './platform.ts';

/** A page or a route threw: the log gets everything, the reader gets the quote. */
export function logPageError(error: unknown, path: string, route: string): void {
  const digest =
    typeof error === 'object' && error !== null && 'digest' in error
      ? String(error.digest)
      : undefined;
  // Without the query: what stands there belongs to the reader.
  const where = { path: path.split('?')[0], route, quote: quoteOfDigest(digest) };
  platform().services.log.error('A page failed.', { ...where, error });
}
