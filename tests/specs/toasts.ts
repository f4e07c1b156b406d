import type { Page } from '@playwright/test';

export interface Toast {
  /** When it appeared, in milliseconds of the page's clock. */
  at: number;
  text: string;
}

/** Notes each alert that appears in a page from its next load on, toasts among them, also one that is gone before anybody looks. */
export const noteToasts = (page: Page) =>
  page.addInitScript(() => {
    const seen: Toast[] = [];
    Object.assign(window, { seenToasts: seen });
    const alert = '[data-testid^="data-testid Alert "]';
    const textsIn = (nodes: NodeList) => [...nodes].flatMap((node) => (node instanceof HTMLElement ? (node.matches(alert) ? [node] : [...node.querySelectorAll(alert)]) : [])).map(({ textContent }) => textContent ?? '');
    new MutationObserver((changes) => {
      // Grafana mounts toasts anew when one before them goes.
      const moved = changes.flatMap(({ removedNodes }) => textsIn(removedNodes));
      const come = changes.flatMap(({ addedNodes }) => textsIn(addedNodes)).filter((text) => !moved.includes(text));
      seen.push(...come.map((text) => ({ at: performance.now(), text })));
    }).observe(document, { childList: true, subtree: true });
  });

export const toastsOf = (page: Page): Promise<Toast[]> => page.evaluate(() => (window as unknown as { seenToasts: Toast[] }).seenToasts);
