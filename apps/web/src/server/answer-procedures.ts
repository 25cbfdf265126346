/** The one way to the procedures: judge the request, count its body, then let tRPC have it. */
import 'server-only';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import {
  appRouter,
  judgeRequest,
  logFieldsOf,
  MAX_BATCH,
  newQuote,
  publicErrorOf,
  type RequestRefusal,
  readBody,
  requestFacts,
} from '@ultrathink/api';
import type { PublicError } from '@ultrathink/api/client';
import { browserCookies, cookieOf } from './next-auth.ts';
import { platform } from './platform.ts';
import { apiHeaders } from './security-headers.ts';

const ENDPOINT = '/api/trpc';

const STATUS = { Forbidden: 403, TooLarge: 413, WrongMediaType: 415 } as const;

/** In tRPC's shape, so that our client reads it like any other answer. */
function refuse({ code, sentence }: RequestRefusal): Response {
  const { services } = platform();
  const data: PublicError = { code, sentence, httpStatus: STATUS[code], quote: newQuote() };
  services.log.warn('A request to the procedures was turned away.', { ...data });
  const error = { message: sentence, code: -32_600, data };
  return Response.json({ error }, { status: data.httpStatus });
}

async function answer(request: Request): Promise<Response> {
  const { env, peers, services } = platform();
  const header = (name: string) => request.headers.get(name);
  const refusal = judgeRequest({ method: request.method, header }, env.APP_ORIGIN);
  if (refusal !== null) return refuse(refusal);
  const { method, headers, signal, url } = request;
  const body = method === 'GET' ? null : await readBody(request.body);
  if (body !== null && 'code' in body) return refuse(body);
  const facts = requestFacts(
    { peer: peers.read(headers), address: peers.address(headers) },
    header,
  );
  const cookies = browserCookies(services, (name) => cookieOf(headers, name));
  const context = services.context(facts, cookies);
  const response = await fetchRequestHandler({
    endpoint: ENDPOINT,
    router: appRouter,
    req: new Request(url, { method, headers, signal, ...(body !== null && { body }) }),
    createContext: () => context,
    maxBatchSize: MAX_BATCH,
    onError: ({ error, path }) => {
      const { code, quote } = publicErrorOf(error);
      const { correlationId } = context;
      const fields = { code, quote, path, correlationId, ...logFieldsOf(error) };
      if (code === 'Fault') services.log.error('A procedure failed.', fields);
      else services.log.info('A procedure refused.', fields);
    },
  });
  // Whoever measures a click sees in it what the door took, and of that the engine.
  const hops = [...context.hops].map(([name, ms]) => `${name};dur=${ms.toFixed(2)}`);
  if (hops.length > 0) response.headers.set('server-timing', hops.join(', '));
  for (const cookie of cookies.answers) response.headers.append('set-cookie', cookie);
  if (cookies.isCleared) response.headers.set('clear-site-data', '"cache", "storage"');
  return response;
}

export async function answerProcedures(request: Request): Promise<Response> {
  const response = await answer(request);
  for (const [name, value] of Object.entries(apiHeaders())) response.headers.set(name, value);
  return response;
}
