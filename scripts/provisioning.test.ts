import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';

const root = path.resolve(import.meta.dirname, '..');
const files = ['plugins', 'datasources', 'dashboards'].flatMap((folder) => readdirSync(path.join(root, 'provisioning', folder)).filter((name) => name.endsWith('.yaml')).map((name) => path.join('provisioning', folder, name)));

describe('provisioning', () => {
  it.each(files)('%s is YAML without a secret in it', (file) => {
    const text = readFileSync(path.join(root, file), 'utf8');
    for (const document of parseAllDocuments(text)) {
      expect(document.errors).toEqual([]);
    }
    expect(text).not.toMatch(/shw_|glsa_/);
  });

  it('names the folder of the built plugin’s ids', () => {
    const app = JSON.parse(readFileSync(path.join(root, 'plugin.json'), 'utf8')) as { id: string; roles: Array<{ role: { permissions: Array<{ action: string }> } }>; routes: Array<{ path: string; method: string; reqAction: string; headers: Array<{ name: string; content: string }> }> };
    // Grafana does not start when an action has another prefix.
    app.roles.flatMap(({ role }) => role.permissions).forEach(({ action }) => expect(action.startsWith(`${app.id}.`)).toBe(true));
    for (const { path: where, reqAction, headers } of app.routes) {
      const scope = headers.find(({ name }) => name === 'X-Shellwatch-Scope')?.content;
      expect(where).toBe(`${scope}/*`);
      expect(reqAction).toBe(`${app.id}.servers:${scope === 'view' ? 'read' : scope}`);
      expect(headers.some(({ name }) => name === 'Authorization')).toBe(true);
    }
    expect(app.routes).toHaveLength(15);
  });
});
