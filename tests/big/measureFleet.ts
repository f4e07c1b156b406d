// Measures the Fleet page over a thousand servers in a real browser, and prints what it saw as JSON.
import { existsSync } from 'node:fs';
import { chromium, type Page } from '@playwright/test';
import { bigFleet } from './bigFleet.ts';

const scrollMs = 5_000;
const debian = '/usr/bin/chromium';

interface Scrolled {
  framesPerSecond: number;
  /** 99 of 100 frames came within this time after the one before. */
  p99Ms: number;
  longestMs: number;
}

/** From the end of the last reply the first picture needs to the frame after servers stand in the page. */
const firstPaint = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const look = () => {
          if (document.querySelector('main [role=listitem], main [role=rowgroup] [role=row]') === null) {
            requestAnimationFrame(look);
            return;
          }
          requestAnimationFrame(() => {
            const replies = performance.getEntriesByType('resource').filter(({ name }) => /\/view\/(servers|vitals|status\/realtime)(\?|$)/.test(name)) as PerformanceResourceTiming[];
            resolve(performance.now() - Math.max(...replies.map(({ responseEnd }) => responseEnd)));
          });
        };
        look();
      })
  );

/** Scrolls as a wheel does, a little in every frame, down and up again. */
const scroll = (page: Page): Promise<Scrolled> =>
  page.evaluate(
    (forMs) =>
      new Promise<Scrolled>((resolve) => {
        const gaps: number[] = [];
        const begun = performance.now();
        let before = begun;
        let step = 60;
        const frame = () => {
          const now = performance.now();
          gaps.push(now - before);
          before = now;
          if (now - begun > forMs) {
            const sorted = gaps.slice(1).sort((a, b) => a - b);
            resolve({ framesPerSecond: ((gaps.length - 1) * 1000) / (now - begun), p99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? 0, longestMs: sorted.at(-1) ?? 0 });
            return;
          }
          const end = document.documentElement.scrollHeight - window.innerHeight;
          step = window.scrollY + step > end || window.scrollY + step < 0 ? -step : step;
          window.scrollBy(0, step);
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
    scrollMs
  );

/** One look at one view. */
export interface Look {
  view: 'tiles' | 'table';
  paintMs: number;
  scrolled: Scrolled;
}

const fleet = await bigFleet();
const browser = await chromium.launch({ ...(existsSync(debian) ? { executablePath: debian } : {}), args: ['--no-sandbox'] });
try {
  const context = await browser.newContext({ storageState: fleet.session, viewport: { width: 1440, height: 900 } });
  const looks: Look[] = [];
  for (const view of ['tiles', 'table'] as const) {
    const page = await context.newPage();
    await page.goto(`${fleet.grafana}/a/shellwatch-fleet-app/fleet?view=${view}`, { waitUntil: 'commit' });
    await page.waitForFunction(() => document.querySelector('main') !== null);
    const paintMs = await firstPaint(page);
    await page.getByText(/^live/).waitFor();
    await page.waitForTimeout(3_000);
    looks.push({ view, paintMs, scrolled: await scroll(page) });
    await page.close();
  }
  console.log(JSON.stringify(looks));
} finally {
  await browser.close();
  await fleet.stop();
}
