/** A key made by the browser of its owner: the platform gets its digest, and never the key. */
import { apiKeyHint } from '@ultrathink/domain/access';

const KEY_BYTES = 32;

export interface MadeKey {
  /** Shown once, kept by nobody but its owner. */
  readonly text: string;
  /** Hex of the SHA-256 of the text. */
  readonly secretHash: string;
  readonly hint: string;
}

export async function makeKey(): Promise<MadeKey> {
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  const text = `ut_${base64url(bytes)}`;
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  const secretHash = Array.from(new Uint8Array(digest), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
  return { text, secretHash, hint: apiKeyHint(text) };
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
