/**
 * Credentials as they are kept: AES-256-GCM under a data key of their own, which a master key outside
 * the database wraps. Both are bound to venue, account, key, purpose and version, so that no row's
 * bytes open in the place of another's.
 */
import { randomBytes } from 'node:crypto';
import type { Envelope, StoredVenueKey } from '@ultrathink/db/venue-keys';
import { err, ok, type Result } from '@ultrathink/domain/kernel';
import {
  readCredentials,
  type VenueCredentials,
  writeCredentials,
} from '@ultrathink/domain/market-data';
import type { KeyProvider, KeyProviderRefusal, WrappedKey } from '@ultrathink/domain/operations';
import { openWith, sealWith } from '@ultrathink/runtime';

const DATA_KEY_BYTES = 32;

/** The provider that wraps now, and those that still open what they wrapped. */
export interface KeyProviders {
  readonly current: KeyProvider;
  readonly others: readonly KeyProvider[];
}

type Place = Pick<StoredVenueKey, 'id' | 'venue' | 'account'>;

export function contextOf({ venue, account, id }: Place, version: number): string {
  return `venue key ${venue} ${account} ${id} credentials ${version}`;
}

export async function sealEnvelope(
  { current }: KeyProviders,
  place: Place,
  version: number,
  credentials: VenueCredentials,
): Promise<Result<Envelope, KeyProviderRefusal>> {
  const context = contextOf(place, version);
  const dataKey = randomBytes(DATA_KEY_BYTES);
  const plain = writeCredentials(credentials);
  try {
    const wrapped = await current.wrap(dataKey, context);
    if (!wrapped.ok) return wrapped;
    return ok({ bytes: sealWith(dataKey, plain, context), version, wrappedKey: wrapped.value });
  } finally {
    dataKey.fill(0);
    plain.fill(0);
  }
}

export async function openEnvelope(
  providers: KeyProviders,
  place: Place,
  { bytes, version, wrappedKey }: Envelope,
): Promise<Result<VenueCredentials, KeyProviderRefusal>> {
  const context = contextOf(place, version);
  const dataKey = await openDataKey(providers, wrappedKey, context);
  if (!dataKey.ok) return dataKey;
  const plain = openWith(dataKey.value, bytes, context);
  if (!plain.ok) return err({ code: 'NotGenuine' });
  const credentials = readCredentials(plain.value);
  dataKey.value.fill(0);
  plain.value.fill(0);
  return credentials.ok ? credentials : err({ code: 'NotGenuine' });
}

export async function openDataKey(
  { current, others }: KeyProviders,
  wrapped: WrappedKey,
  context: string,
): Promise<Result<Uint8Array, KeyProviderRefusal>> {
  const provider = [current, ...others].find(({ name }) => name === wrapped.provider);
  if (provider === undefined) return err({ code: 'OtherProvider', provider: wrapped.provider });
  return provider.unwrap(wrapped, context);
}
