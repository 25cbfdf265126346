/**
 * A short id from the digest that Next gives an error on the server and repeats to the browser, so
 * that page and log name the same: `7F3K-22`.
 */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export function quoteOfDigest(digest: string | undefined): string {
  if (digest === undefined) return 'none';
  // FNV-1a: spreads a text over 32 bits. It hides nothing and need not.
  let hash = 0x81_1c_9d_c5;
  for (let at = 0; at < digest.length; at += 1) {
    hash = Math.imul(hash ^ digest.charCodeAt(at), 0x01_00_01_93) >>> 0;
  }
  const signs = Array.from({ length: 6 }, (_, at) => ALPHABET[(hash >>> (at * 5)) & 31]);
  return `${signs.slice(0, 4).join('')}-${signs.slice(4).join('')}`;
}
