/** A cookie of somebody of the demo, got as a browser gets it: password, then the code of the moment. */
import { setTimeout as sleep } from 'node:timers/promises';

interface DemoPerson {
  readonly audience: 'client' | 'desk' | 'compliance' | 'operations';
  readonly email: string;
  readonly password: string;
}

/** After a code was used the next but one has to come. */
const CODE_TRIES = 70;

type Send = (path: string, init?: RequestInit) => Promise<unknown>;

/** The header of the first of the demo's people who work there. */
export async function cookieOf(origin: string, audience: DemoPerson['audience']): Promise<string> {
  const jar = new Map<string, string>();
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const send: Send = async (path, init = {}) => {
    const own = { origin, 'sec-fetch-site': 'same-origin', cookie: cookie() };
    const answer = await fetch(`${origin}${path}`, {
      ...init,
      headers: { ...init.headers, ...own },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
  const people = await ask<DemoPerson[]>(send, 'demo.people');
  const person = people.find((each) => each.audience === audience);
  if (person === undefined) throw new Error(`The demo has nobody of ${audience}.`);
  await signIn(send, person);
  return cookie();
}

async function ask<T>(send: Send, procedure: string, input?: unknown): Promise<T> {
  const query = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`;
  const { result } = (await send(`/api/trpc/${procedure}${query}`)) as { result: { data: T } };
  return result.data;
}

async function signIn(send: Send, { email, password }: DemoPerson): Promise<void> {
  const { csrfToken } = (await send('/api/auth/csrf')) as { csrfToken: string };
  const form = new URLSearchParams({ csrfToken, email, password, json: 'true' });
  await send('/api/auth/callback/credentials', { method: 'POST', body: form });
  await send('/api/trpc/auth.proveFactor', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-csrf': '1' },
    body: JSON.stringify({ kind: 'Totp', code: await freshCode(send, email) }),
  });
}

async function freshCode(send: Send, email: string): Promise<string> {
  for (let turn = 0; turn < CODE_TRIES; turn += 1) {
    const { code } = await ask<{ code: string | null }>(send, 'demo.currentCode', { email });
    if (code !== null) return code;
    await sleep(1_000);
  }
  throw new Error(`No code of ${email} came free.`);
}
