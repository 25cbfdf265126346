import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createKeyRing, keyNumberOf, readKeyRing } from './key-ring.ts';

const [old, fresh] = [randomBytes(32), randomBytes(32)];
const plain = Buffer.from('JBSWY3DPEHPK3PXP');

describe('ASVS 11.2.2 a key ring', () => {
  it('opens what it sealed, under the same context only', () => {
    const ring = createKeyRing('people', [old]);
    const sealed = ring.seal(plain, 'totp 1');
    expect(ring.open(sealed, 'totp 1')).toEqual({ ok: true, value: plain });
    expect(ring.open(sealed, 'totp 2')).toMatchObject({ error: { code: 'NotGenuine' } });
  });

  it('never seals the same text to the same bytes', () => {
    const ring = createKeyRing('people', [old]);
    expect(ring.seal(plain, 'x')).not.toEqual(ring.seal(plain, 'x'));
  });

  it('opens after rotation what an earlier key sealed, and seals with the newest', () => {
    const sealed = createKeyRing('people', [old]).seal(plain, 'x');
    const rotated = createKeyRing('people', [old, fresh]);
    expect(rotated.open(sealed, 'x')).toEqual({ ok: true, value: plain });
    expect(keyNumberOf(rotated.seal(plain, 'x'))).toBe(2);
    const before = createKeyRing('people', [old]);
    expect(before.open(rotated.seal(plain, 'x'), 'x')).toMatchObject({
      error: { code: 'KeyUnknown', keyNumber: 2 },
    });
  });

  it('refuses a blob with any bit changed, and a cut one', () => {
    const ring = createKeyRing('people', [old]);
    const sealed = Buffer.from(ring.seal(plain, 'x'));
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(ring.open(changed, 'x').ok).toBe(false);
    }
    for (let length = 0; length < sealed.length; length += 1) {
      expect(ring.open(sealed.subarray(0, length), 'x').ok).toBe(false);
    }
  });

  it('of one name does not open what the other sealed with the same key', () => {
    const sealed = createKeyRing('people', [old]).seal(plain, 'x');
    expect(createKeyRing('venue', [old]).open(sealed, 'x').ok).toBe(false);
  });

  it('gives the same digest after rotation, and another one for another purpose', () => {
    const [one, two] = [createKeyRing('people', [old]), createKeyRing('people', [old, fresh])];
    expect(one.mac('e-mail', plain)).toEqual(two.mac('e-mail', plain));
    expect(one.mac('e-mail', plain)).not.toEqual(one.mac('reason', plain));
  });

  it('is not read from a file that others can read, or that is no ring', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'ring-')), 'people');
    writeFileSync(file, `${old.toString('base64url')}\n`, { mode: 0o600 });
    expect(readKeyRing('people', file).currentKey).toBe(1);
    writeFileSync(file, 'short\n');
    expect(() => readKeyRing('people', file)).toThrow(/32 bytes/);
    chmodSync(file, 0o644);
    expect(() => readKeyRing('people', file)).toThrow(/chmod 600/);
  });
});
