/** The running platform's own database, as the roles that use it. */
import { openDatabase } from '@ultrathink/scripts/platform-database';
import { ENV } from './env.ts';
import type { Platform } from './platform.ts';

/** URLs by role. The server runs already and is only found: it is not stopped from here. */
export async function platformUrls({ dataDir }: Platform): Promise<Record<string, string>> {
  const { urls } = await openDatabase({ dataDir, env: ENV });
  return urls;
}
