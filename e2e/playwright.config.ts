/**
 * Journeys in a real browser against the built platform, started as `npm run demo` starts it, on
 * ports and in a data folder of its own. No retries: a test that fails sometimes is broken.
 */
import { defineConfig } from '@playwright/test';
import { chromiumLaunch } from './fixtures/chromium.ts';
import { GIVEN_ORIGIN, ORIGIN, PLATFORM_ENV, ROOT, TAKES_PICTURES } from './fixtures/env.ts';

/** Once, before everything: the people whose eyes the specs look through. */
const SIGN_IN = { name: 'sign-in', testMatch: 'fixtures/sign-in.setup.ts' };

export default defineConfig({
  testDir: '.',
  outputDir: '../report/browser-traces',
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  workers: 2,
  timeout: 120_000,
  // A bound for a busy machine; nothing here waits for as long.
  expect: { timeout: 20_000 },
  reporter: [
    ['list'],
    ['html', { outputFolder: '../report/browser', open: 'never' }],
    ['json', { outputFile: '../report/browser.json' }],
  ],
  use: {
    baseURL: ORIGIN,
    browserName: 'chromium',
    locale: 'en-GB',
    timezoneId: 'UTC',
    contextOptions: { reducedMotion: 'reduce' },
    // What stood in the page at each step is enough to see a fault by; a film of it costs each test a tenth.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
    launchOptions: chromiumLaunch(),
  },
  projects: TAKES_PICTURES
    ? [
        SIGN_IN,
        { name: 'pictures', testMatch: '**/*.pictures.spec.ts', dependencies: [SIGN_IN.name] },
      ]
    : [
        SIGN_IN,
        {
          name: 'pages',
          testMatch: '**/*.spec.ts',
          dependencies: [SIGN_IN.name],
          testIgnore: ['**/*.disruptive.spec.ts', '**/*.pictures.spec.ts'],
        },
        // Stops processes of the platform, or moves funds that others count: it runs when nobody else needs
        // them, one after another.
        {
          name: 'disruptive',
          testMatch: '**/*.disruptive.spec.ts',
          dependencies: ['pages'],
          workers: 1,
        },
      ],
  ...(GIVEN_ORIGIN === undefined && {
    webServer: {
      command: 'node scripts/demo.mjs',
      cwd: ROOT,
      env: PLATFORM_ENV,
      url: `${ORIGIN}/api/health/ready`,
      // The first start builds.
      timeout: 300_000,
      reuseExistingServer: false,
      gracefulShutdown: { signal: 'SIGINT', timeout: 20_000 },
      stdout: 'pipe',
    },
  }),
});
