/** Master keys in a file of this machine: the ring `venue`, whose last line wraps and whose others open. */
import { err, ok } from '@ultrathink/domain/kernel';
import type { KeyProvider } from '@ultrathink/domain/operations';
import type { KeyRing } from '@ultrathink/runtime';

const NAME = 'file';

export function createFileProvider(ring: KeyRing): KeyProvider {
  const masterKey = String(ring.currentKey);
  return {
    name: NAME,
    currentMasterKey: () => Promise.resolve(masterKey),
    wrap: (dataKey, context) =>
      Promise.resolve(ok({ provider: NAME, masterKey, bytes: ring.wrapDataKey(dataKey, context) })),
    unwrap(wrapped, context) {
      const { provider, bytes } = wrapped;
      if (provider !== NAME) return Promise.resolve(err({ code: 'OtherProvider', provider }));
      const opened = ring.openDataKey(bytes, context);
      if (opened.ok) return Promise.resolve(opened);
      const isUnknown = opened.error.code === 'KeyUnknown';
      return Promise.resolve(
        err(
          isUnknown ? { code: 'KeyUnknown', masterKey: wrapped.masterKey } : { code: 'NotGenuine' },
        ),
      );
    },
  };
}
