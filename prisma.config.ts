import { defineConfig } from 'prisma/config';

export default defineConfig({
  schema: 'prisma/schema',
  migrations: { path: 'prisma/migrations' },
  // Only `prisma migrate deploy` and `prisma studio` use it; the platform migrates by itself.
  datasource: { url: process.env['DATABASE_URL'] ?? 'postgresql://localhost/ultrathink' },
});
