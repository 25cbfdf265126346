/**
 * The browser for tests: one that is named, one that is installed, one that Playwright holds, or
 * one that Playwright can fetch, in this order.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { Fault } from './fault.mjs';
import { binOf, ROOT } from './paths.mjs';
import { runNode } from './run.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
/** Belongs to the workspace e2e, which is where it is looked up. */
const PLAYWRIGHT = 'playwright-core';
const FETCH_TIMEOUT_MS = 240_000;

function wellKnown(env) {
  const onPath = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const programs = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA];
  return [
    ...onPath.flatMap((folder) => NAMES.map((name) => join(folder, name))),
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ...programs
      .filter((folder) => folder !== undefined)
      .map((folder) => join(folder, 'Google/Chrome/Application/chrome.exe')),
  ];
}

/**
 * The path of an installed Chromium or Chrome, or undefined.
 * @throws {Fault} when CHROMIUM_PATH names a file that is not there.
 */
export function installedChromium(env = process.env) {
  const named = env.CHROMIUM_PATH;
  if (named !== undefined && !existsSync(named)) {
    throw new Fault(
      `CHROMIUM_PATH is ${named}, and no file is there.`,
      'Name the program itself, or leave CHROMIUM_PATH out to have one found.',
    );
  }
  return named ?? wellKnown(env).find((path) => existsSync(path));
}

/** Playwright's own Chromium, when it was fetched earlier. */
export function fetchedChromium() {
  try {
    const require = createRequire(join(ROOT, 'e2e/package.json'));
    const path = require(PLAYWRIGHT).chromium.executablePath();
    return existsSync(path) ? path : undefined;
  } catch {
    // No Playwright, no browser of its own.
    return undefined;
  }
}

/**
 * A browser, fetched if need be.
 * @throws {Fault} that says how to get one.
 */
export async function findChromium(env = process.env) {
  const found = installedChromium(env) ?? fetchedChromium();
  if (found !== undefined) return found;
  const cli = binOf(PLAYWRIGHT);
  await runNode([cli, 'install', 'chromium'], { env, timeoutMs: FETCH_TIMEOUT_MS });
  const fetched = fetchedChromium();
  if (fetched !== undefined) return fetched;
  throw new Fault(
    'No Chromium or Chrome is installed, and Playwright could not fetch one.',
    'Install one (`apt-get install chromium`, `brew install --cask chromium`), or name one with ' +
      'CHROMIUM_PATH=/path/to/chrome. The other tests run without: npm test -- checks unit db build.',
  );
}
