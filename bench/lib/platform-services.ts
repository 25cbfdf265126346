/** What a web process of the running platform holds, opened a second time here. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type OpenServices, openServices } from '@ultrathink/api';
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
