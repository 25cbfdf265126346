/**
 * API keys as text: `ut_` and 256 bits in base64url. The browser of the key's owner makes the bits and
 * sends the SHA-256 of the whole text; no server of ours has the key before it is first used, so no
 * answer, log or approver can give it away (ASVS 11.5.1, 13.3.2).
 */
import { z } from 'zod';
import type { Digest } from '../kernel/index.ts';

export const API_KEY_PATTERN = /^ut_[A-Za-z0-9_-]{43}$/;

/** Signs of a key by which people tell keys apart: the prefix and 24 of the 256 bits. */
export const API_KEY_HINT_CHARS = 7;

/** Longest life of a key. */
export const API_KEY_MAX_DAYS = 365;

/** Networks one key may be used from; at least one. */
export const API_KEY_MAX_NETWORKS = 50;

declare const TextEncoder: new () => { encode(text: string): Uint8Array };

/** What is stored of a key. */
export function apiKeyHash(digest: Digest, text: string): Uint8Array {
  return digest(new TextEncoder().encode(text));
}

export function apiKeyHint(text: string): string {
  return text.slice(0, API_KEY_HINT_CHARS);
}

/** Hex of the SHA-256 of a key, as its owner's browser sends it. */
export const apiKeyHashSchema = z.string().regex(/^[0-9a-f]{64}$/, 'Not a SHA-256 in hex.');
export const apiKeyHintSchema = z
  .string()
  .regex(/^ut_[A-Za-z0-9_-]{4}$/, 'Not the start of a key.');
