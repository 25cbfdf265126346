import { fileURLToPath } from 'node:url';
import type { NextConfig } from 'next';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

/** Response headers, the content policy among them, are set in `src/proxy.ts`. */
const config: NextConfig = {
  // A second server of the same checkout (tests, a second `next dev`) needs a folder of its own.
  distDir: process.env['NEXT_DIST_DIR'] ?? '.next',
  poweredByHeader: false,
  reactStrictMode: true,
  // Packages of this repository are TypeScript sources; nothing builds them before.
  transpilePackages: [
    '@ultrathink/api',
    '@ultrathink/db',
    '@ultrathink/domain',
    '@ultrathink/runtime',
  ],
  // These load files or native parts at run time, which a bundle would lose.
  serverExternalPackages: [
    '@prisma/adapter-pg',
    '@prisma/client',
    'pg',
    'pino',
    'prom-client',
    'ws',
  ],
  turbopack: { root: REPOSITORY },
  outputFileTracingRoot: REPOSITORY,
  devIndicators: false,
  allowedDevOrigins: ['127.0.0.1', 'localhost'],
  logging: { incomingRequests: false },
};

export default config;
