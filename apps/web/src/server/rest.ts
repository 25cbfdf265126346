/** The REST interface of this process: one, because it counts how often each key asks. */
import 'server-only';
import { createRestInterface, type RestInterface } from '@ultrathink/api';
import { platform } from './platform.ts';
import { apiHeaders } from './security-headers.ts';

const KEY = Symbol.for('ultrathink.rest');

const shared = globalThis as { [KEY]?: RestInterface };

export function rest(): RestInterface {
  shared[KEY] ??= createRestInterface(platform().services);
  return shared[KEY];
}

export async function answerRest(request: Request): Promise<Response> {
  const { peers } = platform();
  const { headers } = request;
  const response = await rest().answer(request, {
    peer: peers.read(headers),
    address: peers.address(headers),
  });
  for (const [name, value] of Object.entries(apiHeaders())) response.headers.set(name, value);
  return response;
}
