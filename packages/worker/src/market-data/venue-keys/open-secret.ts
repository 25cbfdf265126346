/** A key's credentials: from what the browser sealed, or from the envelope they are kept in since. */
import { openSealKey, readVenueSecret, type StoredVenueKey } from '@ultrathink/db/venue-keys';
import {
  maskKeyName,
  openCredentials,
  type VenueCredentials,
  type VenueKeyRefusal,
  venueKeyFingerprint,
} from '@ultrathink/domain/market-data';
import { openEnvelope } from './envelopes.ts';
import type { VenueKeyParts } from './parts.ts';

export type OpenedSecret =
  | {
      readonly kind: 'Opened';
      readonly credentials: VenueCredentials;
      /** As the browser sealed it: it is still to be put into an envelope of ours. */
      readonly isNew: boolean;
    }
  | { readonly kind: 'Unusable'; readonly why: VenueKeyRefusal }
  /** Our own means fail; that says nothing of the key. */
  | { readonly kind: 'NotNow'; readonly detail: string };

const NOT_OPENED: OpenedSecret = { kind: 'Unusable', why: { code: 'NotOpened' } };

export async function openSecret(parts: VenueKeyParts, key: StoredVenueKey): Promise<OpenedSecret> {
  const { door, ring, crypto, providers, log } = parts;
  const { prisma } = door.database;
  const stored = await prisma.$transaction((tx) => readVenueSecret(tx, key.id));
  if (stored.kind === 'Destroyed') return NOT_OPENED;
  if (stored.kind === 'Kept') {
    const opened = await openEnvelope(providers, key, stored.envelope);
    if (opened.ok) return { kind: 'Opened', credentials: opened.value, isNew: false };
    const { code } = opened.error;
    if (code === 'NotGenuine') return NOT_OPENED;
    log.error('The secret of a venue key can not be opened now.', { key: key.id, why: code });
    return { kind: 'NotNow', detail: `The key provider says ${code}.` };
  }
  const own = await prisma.$transaction((tx) => openSealKey(tx, ring, stored.sealKey));
  if (!own.ok) {
    if (own.error.code === 'SealKeyGone') return NOT_OPENED;
    log.error('A seal key does not open under this ring.', { sealKey: stored.sealKey });
    return { kind: 'NotNow', detail: 'The seal key does not open under this ring.' };
  }
  const { venue, account, label } = key;
  const opened = await openCredentials(crypto, own.value, { venue, account, label }, stored.sealed);
  if (!opened.ok) return NOT_OPENED;
  const credentials = opened.value;
  const isDescribed =
    (await venueKeyFingerprint(crypto, venue, credentials.key)) === key.fingerprint &&
    maskKeyName(credentials.key) === key.maskedName;
  if (!isDescribed) return { kind: 'Unusable', why: { code: 'NotAsDescribed' } };
  return { kind: 'Opened', credentials, isNew: true };
}
