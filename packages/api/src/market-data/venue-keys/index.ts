/** Procedures of venue keys, as part of the router `venues`. */
import { createAccount } from './create-account.ts';
import { getSealKey } from './get-seal-key.ts';
import { listKeys } from './list-keys.ts';
import { proposeKey } from './propose-key.ts';
import { retireKey } from './retire-key.ts';
import { rotateKey } from './rotate-key.ts';
import { submitKey } from './submit-key.ts';
import { suspendKey } from './suspend-key.ts';

export const venueKeyProcedures = {
  listKeys,
  createAccount,
  getSealKey,
  submitKey,
  proposeKey,
  rotateKey,
  suspendKey,
  retireKey,
};
