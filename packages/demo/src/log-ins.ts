/**
 * Passwords and authenticator secrets of the demo's people: made once per installation, kept beside
 * its other secrets (0600), so that a demo that was reset lets in the same people again.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type DemoPerson, readDemoPeople } from '@ultrathink/api/demo';

const CONSONANTS = 'bdfghjklmnprstvz';
const VOWELS = 'aiou';
const GROUPS = 4;

/** Four groups of 16 bits that people can say: `lusab-babad-gutih-tugad` (proquints). */
export function sayablePassword(chance: (bytes: number) => Buffer = randomBytes): string {
  const bits = chance(2 * GROUPS);
  return Array.from({ length: GROUPS }, (_, group) => {
    const word = bits.readUInt16BE(2 * group);
    const consonant = (shift: number) => CONSONANTS[(word >> shift) & 15] ?? '';
    const vowel = (shift: number) => VOWELS[(word >> shift) & 3] ?? '';
    return consonant(12) + vowel(10) + consonant(6) + vowel(4) + consonant(0);
  }).join('-');
}

/** Who is known already, by e-mail. */
export async function readLogIns(file: string): Promise<ReadonlyMap<string, DemoPerson>> {
  const people = await readDemoPeople(file);
  return new Map(people.map((person) => [person.email, person]));
}

export function writeLogIns(file: string, people: readonly DemoPerson[]): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const part = `${file}.part`;
  writeFileSync(part, `${JSON.stringify({ version: 1, people }, null, 2)}\n`, { mode: 0o600 });
  chmodSync(part, 0o600);
  renameSync(part, file);
}
