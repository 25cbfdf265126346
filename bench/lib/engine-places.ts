/** Where the time of an engine's thread goes: files of a profile by what they do for an order. */
import type { Place } from './profile.ts';

const within =
  (...parts: readonly string[]) =>
  (url: string): boolean =>
    parts.some((part) => url.includes(part));

export const ENGINE_PLACES: readonly Place[] = [
  { name: 'garbage collection', matches: (_, name) => name === '(garbage collector)' },
  { name: 'system', matches: (_, name) => name === '(program)' },
  {
    name: "journal's rows and statement",
    matches: within(
      '/db/src/',
      '/core/projections',
      '/core/audit',
      '/core/trail',
      '/core/codec',
      '/core/replay',
      '/domain/src/audit',
    ),
  },
  { name: 'pg', matches: within('/pg/', '/pg-protocol/', '/pg-pool/') },
  { name: 'step', matches: within('/domain/src/') },
  { name: 'shell', matches: within('/worker/src/') },
  { name: 'adapter and signing', matches: within('/venues/src/', '/ccxt/', 'counting-venue') },
  { name: 'reading answers (zod)', matches: within('/zod/') },
  { name: 'the bench itself', matches: within('/bench/') },
];
