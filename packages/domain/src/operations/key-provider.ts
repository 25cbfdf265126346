/**
 * What holds master keys and never shows them: a file of this machine, a hardware module, a service.
 * It wraps data keys of 32 bytes, each bound to a context that names what it opens.
 */
import type { Result } from '../kernel/index.ts';

export interface WrappedKey {
  /** The provider's name: only that one opens it. */
  readonly provider: string;
  /** Which of its master keys, as the provider names them. */
  readonly masterKey: string;
  readonly bytes: Uint8Array;
}

export type KeyProviderRefusal =
  | { readonly code: 'KeyUnknown'; readonly masterKey: string }
  /** Changed since, or wrapped for something else. */
  | { readonly code: 'NotGenuine' }
  | { readonly code: 'OtherProvider'; readonly provider: string }
  /** It does not answer. That says nothing of the key. */
  | { readonly code: 'Unavailable'; readonly detail: string };

export interface KeyProvider {
  readonly name: string;
  /** The master key that wraps now; what others wrapped is wrapped again in time. */
  currentMasterKey(): Promise<string>;
  wrap(dataKey: Uint8Array, context: string): Promise<Result<WrappedKey, KeyProviderRefusal>>;
  unwrap(wrapped: WrappedKey, context: string): Promise<Result<Uint8Array, KeyProviderRefusal>>;
}
