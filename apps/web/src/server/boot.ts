/** The start of the web process: refuse what can not work, then say so once; end in order. */
import 'server-only';
import { EXIT, StartRefusal } from '@ultrathink/runtime';
import { isDevelopment } from '../env.ts';
import { platform } from './platform.ts';

export async function boot(): Promise<void> {
  try {
    const { services } = platform();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      // Next closes the server; it waits for open streams, which are ours to end.
      process.once(signal, () => void services.close());
    }
    await services.checkRoles();
    services.log.info('The web process is ready for requests.');
  } catch (error) {
    if (!(error instanceof StartRefusal)) throw error;
    const sentences = error.message.replace(/^/gm, '  ');
    process.stderr.write(`The web process can not start.\n${sentences}\n`);
    // Whoever works on the look alone needs no engine and no database.
    if (!isDevelopment) process.exit(error.exitCode ?? EXIT.config);
  }
}
