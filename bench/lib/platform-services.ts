/** What a web process of the running platform holds, opened a second time here. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Context,
  makeContext,
  noSession,
  type OpenServices,
  openServices,
  requestFacts,
} from '@ultrathink/api';
import type { Grant, GrantId, OrganisationId } from '@ultrathink/domain/access';
import type { PersonId } from '@ultrathink/domain/kernel';
import type { Platform } from './platform.ts';
import { platformUrls } from './platform-database.ts';

export async function platformServices(platform: Platform): Promise<OpenServices> {
  const door = join(platform.dataDir, 'run/engine-0.sock');
  if (!existsSync(door)) throw new Error(`The engine's door is not at ${door}.`);
  const urls = await platformUrls(platform);
  return openServices({
    DEPLOYMENT: 'DEMO',
    LOG_LEVEL: 'error',
    DATABASE_URL_CLIENT: urls['app_client'] ?? '',
    DATABASE_URL_STAFF: urls['app_staff'] ?? '',
    DATABASE_URL_IDENTITY: urls['app_identity'] ?? '',
    APP_ORIGIN: platform.origin,
    PEOPLE_KEY_FILE: join(platform.dataDir, 'secrets/people-ring'),
    ENGINE_DOOR: door,
  });
}

/** Asks as somebody of operations would, without the look at a session. */
export function askAsOperations(services: OpenServices): Context {
  const person = services.ids.next<PersonId>();
  const organisation = { kind: 'Firm', id: services.ids.next<OrganisationId>() } as const;
  const grant: Grant = {
    id: services.ids.next<GrantId>(),
    person,
    organisation,
    role: 'Operations',
    clients: 'All',
    from: services.clock.now(),
    until: null,
    grantedBy: 'Installation',
  };
  const access = { person, grants: [grant], key: null };
  const request = requestFacts({ peer: 'ThisMachine', address: '127.0.0.1' }, () => null);
  return makeContext(services, request, noSession, () =>
    Promise.resolve({ person, organisation, access, session: null }),
  );
}
