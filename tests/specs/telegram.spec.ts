import { messagesTo, proxy, say, telegram } from './alerting.ts';
import { app, expect, test } from './app.ts';

const linus = { id: 4712, first_name: 'Linus' };

/** From a token to a message in a chat, as the first admin goes through it. */
test.describe('the set-up of Telegram', () => {
  test.skip(telegram === undefined, 'needs the stack of GRAFANA_HOME runs');

  test('token, name of the bot, code, linked, test message', async ({ page }) => {
    const { token } = (await (await fetch(`${telegram}/`)).json()) as { token: string };
    const name = `Linus ${Date.now()}`;
    const made = await page.request.post(`${proxy}/admin/contacts`, { data: { name, role: 'operator' } });
    expect(made.status()).toBe(201);

    await page.goto(`${app}/alerts/setup`);
    const part = page.getByRole('region', { name: 'Telegram' });
    await part.getByRole('button', { name: 'Remove the bot' }).click();
    await expect(part.getByLabel(/^Bot token/)).toBeVisible();
    await expect(part.getByText('@shellwatch_test_bot')).toHaveCount(0);
    await expect(part.getByRole('combobox', { name: 'Link a person' })).toHaveCount(0);

    await part.getByLabel(/^Bot token/).fill('1234567:a_token_that_telegram_does_not_know');
    await part.getByRole('button', { name: 'Set the bot' }).click();
    await expect(page.getByText('Telegram does not know this token.')).toBeVisible();
    await part.getByLabel(/^Bot token/).fill(token);
    await part.getByRole('button', { name: 'Set the bot' }).click();
    await expect(part.getByText('@shellwatch_test_bot')).toBeVisible();
    await expect(part.getByText('running')).toBeVisible();
    expect(await page.content()).not.toContain(token);

    await part.getByRole('combobox', { name: 'Link a person' }).click();
    await page.getByRole('option', { name }).click();
    await part.getByRole('button', { name: 'Make a code' }).click();
    const code = await part.getByText(/^\/start [0-9A-Z]{12}$/).innerText();
    await say(linus, code);
    await expect(part.getByText(`${name} is linked as operator`)).toBeVisible();
    await expect(part.getByText(code)).toHaveCount(0);
    expect((await messagesTo(linus)).at(-1)?.text).toContain(`You are ${name} now`);

    await part.getByRole('button', { name: 'Send a test message' }).click();
    await expect(page.getByText('Telegram: the test message was taken')).toBeVisible();
    expect((await messagesTo(linus)).at(-1)?.text).toMatch(/test/i);
  });
});
