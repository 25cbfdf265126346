/** Keys of the venues' own test networks, for `npm run conformance` alone. */
import type { Credentials } from '../src/index.ts';

/** `npm run conformance` says so: no other run of the tests leaves this machine. */
export const mayLeaveThisMachine = process.env['CONFORMANCE'] === 'network';

export const namesOf = (venue: string) => ({
  key: `${venue.toUpperCase()}_TEST_KEY`,
  secret: `${venue.toUpperCase()}_TEST_SECRET`,
});

/** Null when one of the two is missing. */
export function testKeys(venue: string): Credentials | null {
  const names = namesOf(venue);
  const [key, secret] = [process.env[names.key], process.env[names.secret]];
  if (key === undefined || secret === undefined || key === '' || secret === '') return null;
  return { key, secret };
}
