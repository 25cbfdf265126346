/** What the eye gets: when the first row is there, and how long each frame takes. Runs in the page. */
import type { Page } from '@playwright/test';

export interface Frames {
  /** Milliseconds from one animation frame to the next. */
  readonly gaps: readonly number[];
  /** Rows seen that were not there before: proof that it scrolled. */
  readonly rowsSeen: number;
}

const ROW = '[role="grid"] tr[data-index]';

/** Remembers, before the page's own code runs, when the first row was painted. */
export async function watchFirstRow(page: Page): Promise<void> {
  await page.addInitScript((selector) => {
    const look = () => {
      if (document.querySelector(selector) === null) return;
      observer.disconnect();
      // The frame after the next one: by then the row has been painted.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => performance.mark('first-row-painted')),
      );
    };
    const observer = new MutationObserver(look);
    observer.observe(document, { childList: true, subtree: true });
  }, ROW);
}

/** Milliseconds from the start of the navigation until the first row was painted. */
export async function firstRowMs(page: Page): Promise<number> {
  const handle = await page.waitForFunction(
    () => performance.getEntriesByName('first-row-painted')[0]?.startTime,
  );
  return (await handle.jsonValue()) ?? Number.NaN;
}

/** Scrolls the table by `pixels` each frame for so many frames; 0 pixels lets the page be idle. */
export async function frameTimes(page: Page, pixels: number, frames: number): Promise<Frames> {
  return page.evaluate(
    async ({ selector, step, count }) => {
      const scroller = () => {
        let at = document.querySelector(selector)?.parentElement ?? null;
        while (at !== null && at.scrollHeight <= at.clientHeight + 10) at = at.parentElement;
        return at ?? document.scrollingElement;
      };
      const target = scroller();
      if (step !== 0 && target === null) throw new Error('Nothing to scroll was found.');
      const seen = new Set<string>();
      const gaps: number[] = [];
      await new Promise<void>((done) => {
        let last = 0;
        let way = 1;
        const frame = (now: number) => {
          if (last > 0) gaps.push(now - last);
          last = now;
          if (gaps.length >= count) return done();
          if (target !== null) {
            const before = target.scrollTop;
            target.scrollTop += step * way;
            // At an end it turns round.
            if (target.scrollTop === before) way = -way;
          }
          for (const row of document.querySelectorAll<HTMLElement>(selector)) {
            seen.add(row.dataset['index'] ?? '');
          }
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      });
      return { gaps, rowsSeen: seen.size };
    },
    { selector: ROW, step: pixels, count: frames },
  );
}
