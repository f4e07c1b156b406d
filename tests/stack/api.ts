import type { APIRequestContext } from '@playwright/test';

const proxy = '/api/plugin-proxy/shellwatch-fleet-app';

/** What the app reads, asked as the person of the test. */
async function read<T>(request: APIRequestContext, path: string): Promise<T> {
  const reply = await request.get(`${proxy}/view${path}`);
  if (!reply.ok()) {
    throw new Error(`${path}: ${reply.status()} ${await reply.text()}`);
  }
  return (await reply.json()) as T;
}

/** The file of a log source: it lies on this machine, as every server of the stack is this machine. */
export async function logFile(request: APIRequestContext, source: string): Promise<string> {
  const { items } = await read<{ items: Array<{ name: string; path: string | null }> }>(request, '/logs/sources');
  const path = items.find(({ name }) => name === source)?.path;
  if (path === undefined || path === null) {
    throw new Error(`there is no log source ${source}`);
  }
  return path;
}

export async function serverId(request: APIRequestContext, name: string): Promise<string> {
  const { items } = await read<{ items: Array<{ id: string; name: string }> }>(request, `/servers?text=${name}`);
  return items.find((one) => one.name === name)?.id ?? '';
}
