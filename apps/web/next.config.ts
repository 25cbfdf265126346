import { fileURLToPath } from 'node:url';
import type { NextConfig } from 'next';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

/** On every answer, files too. What a request decides (nonce, content policy, caching): src/proxy.ts. */
const STATIC_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': [
    'accelerometer',
    'camera',
    'display-capture',
    'geolocation',
    'gyroscope',
    'magnetometer',
    'microphone',
    'midi',
    'payment',
    'usb',
  ]
    .map((feature) => `${feature}=()`)
    .join(', '),
};

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
  // The types of all packages are checked together by `npm run typecheck`; a build starts the demo.
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
  allowedDevOrigins: ['127.0.0.1', 'localhost'],
  experimental: { authInterrupts: true },
  headers: async () => [
    {
      source: '/:path*',
      headers: Object.entries(STATIC_HEADERS).map(([key, value]) => ({ key, value })),
    },
  ],
  logging: { incomingRequests: false },
};

export default config;
