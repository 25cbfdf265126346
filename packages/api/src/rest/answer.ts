/**
 * Answers the REST interface. A key in a header is no cookie: no page of another site can make a
 * browser send one, so nothing stands against forgery here but the refusal of cookies themselves.
 */
import { TRPCError } from '@trpc/server';
import { makeContext, requestFacts } from '../auth/make-context.ts';
import { noSession } from '../auth/session-port.ts';
import type { RequestFacts, Services } from '../context.ts';
import { logFieldsOf, publicErrorOf, Refusal } from '../errors.ts';
import { readBody } from '../guard/request.ts';
import { appRouter } from '../root.ts';
import { inputSchemaOf, type RestDocument, restDocument } from './document.ts';
import { callerOfKey } from './key-caller.ts';
import { createRestLimits, type RestLimits } from './limits.ts';
import { type Operation, restOperations } from './operation.ts';
import { inputOfQuery } from './query-input.ts';
import { REST_BASE } from './routes.ts';

export interface RestInterface {
  answer(request: Request, connection: Pick<RequestFacts, 'peer' | 'address'>): Promise<Response>;
  /** OpenAPI 3.1. */
  document(): RestDocument;
}

/** Where the document itself is served: it is nobody's secret. */
const DOCUMENT_PATH = '/openapi.json';

export function createRestInterface(
  services: Services,
  limits: RestLimits = createRestLimits(),
): RestInterface {
  const operations = restOperations();
  const document = () => restDocument(services.origin);
  const answer: RestInterface['answer'] = async (request, connection) => {
    const path = new URL(request.url).pathname.slice(REST_BASE.length);
    if (path === DOCUMENT_PATH && request.method === 'GET') return Response.json(document());
    try {
      const asked = operations.filter((operation) => operation.path === path);
      return Response.json(await perform({ services, limits, asked, request, connection }));
    } catch (error) {
      return refuse(services, error, path);
    }
  };
  return { answer, document };
}

async function perform(parts: {
  readonly services: Services;
  readonly limits: RestLimits;
  /** Those of the path. */
  readonly asked: readonly Operation[];
  readonly request: Request;
  readonly connection: Pick<RequestFacts, 'peer' | 'address'>;
}): Promise<unknown> {
  const { services, limits, asked, request, connection } = parts;
  const header = (name: string) => request.headers.get(name);
  if (header('cookie') !== null) {
    throw new Refusal('Forbidden', 'This interface takes an API key and no cookie.');
  }
  const facts = requestFacts(connection, header);
  // Who has no key is not told what there is.
  const caller = await callerOfKey(services, facts, header('authorization'), limits);
  const operation = asked.find(({ method }) => method === request.method.toLowerCase());
  if (operation === undefined) throw new Refusal('NotFound');
  const context = makeContext(services, facts, noSession, () => Promise.resolve(caller));
  const call = operation.procedure
    .split('.')
    .reduce<unknown>(
      (at, part) => (at as Record<string, unknown>)[part],
      appRouter.createCaller(context, { signal: request.signal }),
    );
  return (call as (input: unknown) => Promise<unknown>)(await inputOf(operation, request));
}

async function inputOf(operation: Operation, request: Request): Promise<unknown> {
  const schema = inputSchemaOf(operation);
  if (operation.method === 'get') {
    const { searchParams } = new URL(request.url);
    if (schema !== undefined) return inputOfQuery(searchParams, schema);
    if (searchParams.size === 0) return undefined;
    throw new Refusal('InvalidInput', 'This takes no parameters. Nothing was done.');
  }
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw new Refusal('WrongMediaType');
  const body = await readBody(request.body);
  if ('code' in body) throw new Refusal(body.code, body.sentence);
  if (!operation.isAct) return objectOf(body);
  const idempotencyKey = request.headers.get('idempotency-key') ?? undefined;
  return { ...objectOf(body), idempotencyKey };
}

/** @throws {Refusal} InvalidInput for what is no JSON object. */
function objectOf(body: Uint8Array): object {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new Refusal('InvalidInput');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Refusal('InvalidInput');
  }
  return value;
}

function refuse(services: Services, thrown: unknown, path: string): Response {
  const error =
    thrown instanceof TRPCError
      ? thrown
      : new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: thrown });
  const told = publicErrorOf(error);
  const fields = { code: told.code, quote: told.quote, path, ...logFieldsOf(error) };
  if (told.code === 'Fault') services.log.error('A request to the interface failed.', fields);
  else services.log.info('A request to the interface was refused.', fields);
  const headers: Record<string, string> = {
    ...(told.httpStatus === 401 && { 'www-authenticate': 'Bearer' }),
    ...(told.httpStatus === 429 && { 'retry-after': '60' }),
  };
  return Response.json({ error: told }, { status: told.httpStatus, headers });
}
