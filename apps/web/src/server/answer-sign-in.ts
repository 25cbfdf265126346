/** The password step: judged like every request that changes something, then handed on. */
import 'server-only';
import { judgeOrigin, newQuote, Refusal, requestFacts } from '@ultrathink/api';
import type { NextRequest } from 'next/server';
import { answerNextAuth, browserCookies, cookieOf } from './next-auth.ts';
import { platform } from './platform.ts';
import { apiHeaders } from './security-headers.ts';

/** E-mail, password and a token: next-auth would read a body of any size. */
const MAX_FORM_BYTES = 16 * 1024;

interface Route {
  readonly params: Promise<{ readonly nextauth: string[] }>;
}

async function answer(request: NextRequest, route: Route): Promise<Response> {
  const { env, peers, services } = platform();
  const { headers, method } = request;
  const header = (name: string) => headers.get(name);
  const refusal = judgeOrigin({ method, header }, env.APP_ORIGIN);
  if (refusal !== null) return Response.json({ kind: 'Refused', ...refusal }, { status: 403 });
  if (method !== 'GET' && !(Number(header('content-length') ?? Number.NaN) <= MAX_FORM_BYTES)) {
    const sentence = `A sign-in has at most ${MAX_FORM_BYTES} bytes. Nothing was done.`;
    return Response.json({ kind: 'Refused', sentence }, { status: 413 });
  }
  const facts = requestFacts(
    { peer: peers.read(headers), address: peers.address(headers) },
    header,
  );
  const cookies = browserCookies(services, (name) => cookieOf(headers, name));
  const context = services.context(facts, cookies);
  try {
    return await answerNextAuth(request, route, context);
  } catch (error) {
    const quote = newQuote();
    services.log.error('A sign-in failed.', { error, quote });
    const sentence =
      error instanceof Refusal ? error.sentence : 'This failed on our side, and has been recorded.';
    return Response.json({ kind: 'Failed', sentence, quote }, { status: 503 });
  }
}

export async function answerSignIn(request: NextRequest, route: Route): Promise<Response> {
  const response = await answer(request, route);
  for (const [name, value] of Object.entries(apiHeaders())) response.headers.set(name, value);
  return response;
}
