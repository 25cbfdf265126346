import { randomBytes } from 'node:crypto';
import { createKeyRing } from '@ultrathink/runtime';
import { describe, expect, it } from 'vitest';
import { createFileProvider } from './file-provider.ts';

const [first, second] = [randomBytes(32), randomBytes(32)];
const old = createFileProvider(createKeyRing('venue', [first]));
const today = createFileProvider(createKeyRing('venue', [first, second]));
const dataKey = randomBytes(32);

async function wrapped(provider = old) {
  const answer = await provider.wrap(dataKey, 'a context');
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value;
}

describe('master keys in a file', () => {
  it('wrap a data key under the last line, and unwrap what any line wrapped', async () => {
    expect(await today.currentMasterKey()).toBe('2');
    const before = await wrapped(old);
    expect(before).toMatchObject({ provider: 'file', masterKey: '1' });
    expect(await today.unwrap(before, 'a context')).toMatchObject({ ok: true });
    const after = await wrapped(today);
    expect(after.masterKey).toBe('2');
    const opened = await today.unwrap(after, 'a context');
    expect(opened.ok && Buffer.from(opened.value).equals(dataKey)).toBe(true);
  });

  it('A7-31 that are gone say so, and open nothing', async () => {
    expect(await old.unwrap(await wrapped(today), 'a context')).toEqual({
      ok: false,
      error: { code: 'KeyUnknown', masterKey: '2' },
    });
  });

  it('ASVS 11.3.3 refuse another context, changed bytes and what another provider wrapped', async () => {
    const one = await wrapped();
    const changed = { ...one, bytes: one.bytes.map((byte, i) => (i === 30 ? byte ^ 1 : byte)) };
    const foreign = { ...one, provider: 'pkcs11' };
    expect(await old.unwrap(one, 'another')).toMatchObject({ error: { code: 'NotGenuine' } });
    expect(await old.unwrap(changed, 'a context')).toMatchObject({ error: { code: 'NotGenuine' } });
    expect(await old.unwrap(foreign, 'a context')).toEqual({
      ok: false,
      error: { code: 'OtherProvider', provider: 'pkcs11' },
    });
  });
});
