/** Seals a venue's key in this browser, so that nobody opens it but the worker. */
import { fromBase64, toBase64 } from '@ultrathink/domain/audit';
import { unwrap } from '@ultrathink/domain/kernel';
import {
  type KeyedVenue,
  maskKeyName,
  type SealKeyId,
  sealCredentials,
  type VenueAccountId,
  type VenueCredentials,
  venueKeyFingerprint,
  type WebCrypto,
} from '@ultrathink/domain/market-data';

export interface SealTarget {
  readonly sealKeyId: SealKeyId;
  /** Base64, as the platform tells it. */
  readonly publicKey: string;
  readonly venue: KeyedVenue;
}

export async function sealKey(
  target: SealTarget,
  account: VenueAccountId,
  label: string,
  credentials: VenueCredentials,
) {
  // The browser's own types say the same in more words.
  const webCrypto = crypto as unknown as WebCrypto;
  const to = { id: target.sealKeyId, publicKey: unwrap(fromBase64(target.publicKey)) };
  const binding = { venue: target.venue, account, label };
  return {
    sealKeyId: target.sealKeyId,
    sealed: toBase64(await sealCredentials(webCrypto, to, binding, credentials)),
    fingerprint: await venueKeyFingerprint(webCrypto, target.venue, credentials.key),
    maskedName: maskKeyName(credentials.key),
  };
}
