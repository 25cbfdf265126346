/** Files of whole lists, streamed as they are read: who asks is the session's person, as on every page. */
import 'server-only';
import { TRPCError } from '@trpc/server';
import {
  EXPORTS,
  exportList,
  judgeRequest,
  logFieldsOf,
  MOST_EXPORTED,
  publicErrorOf,
  Refusal,
  requestFacts,
} from '@ultrathink/api';
import { browserCookies, cookieOf } from './next-auth.ts';
import { platform } from './platform.ts';
import { apiHeaders } from './security-headers.ts';

interface Asked {
  readonly params: Promise<{ readonly list: string }>;
}

/** `GET /api/export/orders?search={…}`: what the list of that name is narrowed to, as JSON. */
export async function answerExport(request: Request, { params }: Asked): Promise<Response> {
  const response = await answer(request, (await params).list).catch(refused);
  for (const [name, value] of Object.entries(apiHeaders())) response.headers.set(name, value);
  return response;
}

async function answer(request: Request, name: string): Promise<Response> {
  const { env, peers, services } = platform();
  const { method, headers, signal, url } = request;
  const header = (wanted: string) => headers.get(wanted);
  const refusal = judgeRequest({ method, header }, env.APP_ORIGIN);
  if (refusal !== null) throw new Refusal(refusal.code, refusal.sentence);
  const list = EXPORTS.find((known) => known === name);
  if (list === undefined) throw new Refusal('NotFound');
  const connection = { peer: peers.read(headers), address: peers.address(headers) };
  const facts = requestFacts(connection, header);
  const cookies = browserCookies(services, (wanted) => cookieOf(headers, wanted));
  const context = services.context(facts, cookies);
  const search = new URL(url).searchParams.get('search');
  const { fileName, lines } = await exportList(context, list, search, { signal });
  const { correlationId } = context;
  services.log.info('A list is exported.', { list, search, correlationId });
  return new Response(streamOf(lines), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${fileName}"`,
      'cache-control': 'no-store',
      'x-rows-at-most': String(MOST_EXPORTED),
    },
  });
}

/** Read on as it is taken; who goes away ends the reading. */
function streamOf(lines: AsyncGenerator<string, void, void>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull: async (controller) => {
      const next = await lines.next();
      if (next.done === true) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
    cancel: async () => void (await lines.return()),
  });
}

function refused(thrown: unknown): Response {
  const error =
    thrown instanceof TRPCError
      ? thrown
      : new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: thrown });
  const told = publicErrorOf(error);
  const fields = { code: told.code, quote: told.quote, ...logFieldsOf(error) };
  const { services } = platform();
  if (told.code === 'Fault') services.log.error('An export failed.', fields);
  else services.log.info('An export was refused.', fields);
  return Response.json({ error: told }, { status: told.httpStatus });
}
