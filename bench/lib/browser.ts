/** One Chromium for the bars that need a screen. */
import { type Browser, chromium } from '@playwright/test';
import { chromiumLaunch } from '@ultrathink/e2e/chromium';

/** A debugging port lets Lighthouse drive the same browser. */
export function launchBrowser(debuggingPort?: number): Promise<Browser> {
  const more = debuggingPort === undefined ? [] : [`--remote-debugging-port=${debuggingPort}`];
  return chromium.launch(chromiumLaunch(more));
}
