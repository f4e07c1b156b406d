import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { chromium, type Browser } from '@playwright/test';
import { api } from '../../contract/api.ts';
import { startTestService, type TestService } from './service.ts';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((file) => existsSync(file));
const maybe = executablePath === undefined ? describe.skip : describe;

maybe('the API viewer at /docs in a real browser (skipped where there is no chromium)', () => {
  let service: TestService;
  let browser: Browser;
  beforeAll(async () => {
    service = await startTestService();
    browser = await chromium.launch({ executablePath: executablePath as string, args: ['--no-sandbox'] });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });

  it('shows every operation with a real reply as its example, asks nobody else, and tries one out', async () => {
    const page = await browser.newPage();
    const [foreign, complaints]: [string[], string[]] = [[], []];
    page.on('request', (request) => /^(data|blob):/.test(request.url()) || request.url().startsWith(service.url) || foreign.push(request.url()));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${service.url}/docs/`);
    await page.locator('.opblock').first().waitFor({ timeout: 30_000 });
    expect(await page.locator('.opblock').count()).toBe(Object.keys(api).length);

    const health = page.locator('.opblock', { has: page.locator('[data-path="/health"]') }).first();
    await health.locator('.opblock-summary-control').click();
    await health.getByText('Example Value').first().waitFor();
    expect(await health.locator('.example').first().innerText()).toContain('"version": "0.1.0"');

    await page.locator('.btn.authorize').first().click();
    await page.locator('.modal-ux input').first().fill(service.adminToken);
    await page.locator('.modal-ux .authorize.button, .modal-ux button.authorize').first().click();
    await page.locator('.modal-ux .btn-done').click();
    await health.locator('.try-out__btn').click();
    await health.locator('.execute').click();
    await health.locator('.live-responses-table .response').first().waitFor({ timeout: 15_000 });
    expect(await health.locator('.live-responses-table').innerText()).toContain('"database": "ok"');
    expect([foreign, complaints]).toEqual([[], []]);
    await page.close();
  }, 120_000);
});
