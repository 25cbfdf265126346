/**
 * A software module in the place of the hardware: runs where softhsm2 and the addon pkcs11js are
 * installed (`apt-get install softhsm2`, `npm install --no-save pkcs11js --ignore-scripts=false`).
 */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKeyRing } from '@ultrathink/runtime';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { openKeyProviders } from './open-key-providers.ts';

const MODULE = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so',
  '/opt/homebrew/lib/softhsm/libsofthsm2.so',
].find((path) => existsSync(path));
const ADDON: string = 'pkcs11js';
const addon = await import(ADDON).then(
  (loaded) => loaded,
  () => undefined,
);
const isThere = MODULE !== undefined && addon !== undefined;
const PIN = '846213';
const dataKey = randomBytes(32);

describe.skipIf(!isThere)(
  'master keys in a module (skipped where softhsm2 or pkcs11js is not installed)',
  () => {
    const ring = createKeyRing('venue', [randomBytes(32)]);
    const env = {
      VENUE_KEY_PROVIDER: 'pkcs11',
      PKCS11_MODULE: MODULE,
      PKCS11_TOKEN: 'test',
    } as const;
    let pinFile = '';

    beforeAll(() => {
      const dir = mkdtempSync(join(tmpdir(), 'hsm-'));
      mkdirSync(join(dir, 'tokens'));
      pinFile = join(dir, 'pin');
      writeFileSync(pinFile, `${PIN}\n`, { mode: 0o600 });
      const config = join(dir, 'softhsm2.conf');
      writeFileSync(config, `directories.tokendir = ${join(dir, 'tokens')}\n`);
      // The module is a library of this process and reads its place from here.
      vi.stubEnv('SOFTHSM2_CONF', config);
      const init = ['--init-token', '--free', '--label', 'test', '--pin', PIN, '--so-pin', PIN];
      execFileSync('softhsm2-util', init);
      makeKeys(['ultrathink-venue-1', 'ultrathink-venue-2', 'other-9']);
    });

    it('ASVS 13.3.3 wrap under the highest number and open it again, in the module alone', async () => {
      const { current } = await openKeyProviders({ ...env, PKCS11_PIN_FILE: pinFile }, ring);
      expect(await current.currentMasterKey()).toBe('ultrathink-venue-2');
      const wrapped = await current.wrap(dataKey, 'a context');
      if (!wrapped.ok) throw new Error(wrapped.error.code);
      expect(wrapped.value).toMatchObject({ provider: 'pkcs11', masterKey: 'ultrathink-venue-2' });
      const opened = await current.unwrap(wrapped.value, 'a context');
      expect(opened.ok && Buffer.from(opened.value).equals(dataKey)).toBe(true);
      const { bytes } = wrapped.value;
      const changed = { ...wrapped.value, bytes: bytes.map((b, i) => (i === 20 ? b ^ 1 : b)) };
      for (const asked of [
        await current.unwrap(wrapped.value, 'another'),
        await current.unwrap(changed, 'a context'),
      ]) {
        expect(asked).toEqual({ ok: false, error: { code: 'NotGenuine' } });
      }
      const foreign = { ...wrapped.value, masterKey: 'other-9' };
      expect(await current.unwrap(foreign, 'a context')).toMatchObject({
        error: { code: 'KeyUnknown' },
      });
    });
  },
);

describe('the choice of where master keys are', () => {
  const ring = createKeyRing('venue', [randomBytes(32)]);

  it('A7-31 refuses to start where what was chosen is not told where it is, and takes no other', async () => {
    await expect(openKeyProviders({ VENUE_KEY_PROVIDER: 'pkcs11' }, ring)).rejects.toThrow(
      'which needs PKCS11_PIN_FILE',
    );
    await expect(openKeyProviders({ VENUE_KEY_PROVIDER: 'aws-kms' }, ring)).rejects.toThrow(
      'which needs AWS_KMS_KEY',
    );
    const { current, others } = await openKeyProviders({}, ring);
    expect([current.name, others.length]).toEqual(['file', 0]);
  });
});

/** As an operator makes them: AES of 256 bits that the module never shows. */
function makeKeys(labels: readonly string[]): void {
  const pkcs11 = new addon.PKCS11();
  pkcs11.load(MODULE);
  pkcs11.C_Initialize();
  const slot = pkcs11
    .C_GetSlotList(true)
    .find((one: Buffer) => pkcs11.C_GetTokenInfo(one).label.trim() === 'test');
  const session = pkcs11.C_OpenSession(slot, addon.CKF_SERIAL_SESSION | addon.CKF_RW_SESSION);
  pkcs11.C_Login(session, addon.CKU_USER, PIN);
  for (const label of labels) {
    pkcs11.C_GenerateKey(session, { mechanism: addon.CKM_AES_KEY_GEN }, [
      { type: addon.CKA_CLASS, value: addon.CKO_SECRET_KEY },
      { type: addon.CKA_TOKEN, value: true },
      { type: addon.CKA_LABEL, value: label },
      { type: addon.CKA_VALUE_LEN, value: 32 },
      { type: addon.CKA_ENCRYPT, value: true },
      { type: addon.CKA_DECRYPT, value: true },
      { type: addon.CKA_SENSITIVE, value: true },
      { type: addon.CKA_EXTRACTABLE, value: false },
    ]);
  }
  pkcs11.C_Logout(session);
  pkcs11.C_Finalize();
  pkcs11.close();
}
