import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { settings } from '../exporter/src/config/settings.ts';

const root = path.resolve(import.meta.dirname, '..');

interface Service {
  image?: string;
  build?: { context: string; dockerfile: string };
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
  networks?: string[];
  ports?: string[];
  healthcheck?: { test: string[] };
  environment?: Record<string, string>;
}
const compose = parse(readFileSync(path.join(root, 'docker-compose.yml'), 'utf8'), { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
  networks: Record<string, unknown>;
};
const services = Object.entries(compose.services);

const provisioned = (folder: string): string[] => {
  const at = path.join(root, 'provisioning', folder);
  return readdirSync(at).filter((name) => name.endsWith('.yaml')).map((name) => readFileSync(path.join(at, name), 'utf8'));
};

/** What `docker compose config` would refuse, and what it lets pass but nobody wants. */
describe('docker-compose.yml', () => {
  it.each(services)('%s is built here or pinned to a version', (_, { image, build }) => {
    expect((image === undefined) !== (build === undefined)).toBe(true);
    expect(image ?? 'x:1').toMatch(/:[^:]*\d[^:]*$/);
    expect(image?.endsWith(':latest')).not.toBe(true);
    if (build !== undefined) {
      expect(existsSync(path.join(root, build.context, build.dockerfile))).toBe(true);
    }
  });

  it.each(services)('%s mounts what exists', (_, { volumes = [] }) => {
    for (const volume of volumes) {
      const [source = ''] = volume.split(':');
      expect(source.startsWith('.') ? existsSync(path.join(root, source)) : source in compose.volumes).toBe(true);
    }
  });

  it.each(services)('%s waits for services that can become so', (_, { depends_on = {} }) => {
    for (const [name, { condition }] of Object.entries(depends_on)) {
      expect(Object.keys(compose.services)).toContain(name);
      if (condition === 'service_healthy') {
        expect(compose.services[name]?.healthcheck?.test[0]).toBe('CMD');
      }
    }
  });

  it.each(services)('%s stands on networks that exist, and publishes on loopback alone', (_, { networks = [], ports = [] }) => {
    networks.forEach((network) => expect(Object.keys(compose.networks)).toContain(network));
    ports.forEach((port) => expect(port).toMatch(/^127\.0\.0\.1:/));
  });

  it('gives the exporter settings that it knows, and the setup what its script reads', () => {
    const known = new Set<string>(Object.values(settings).map(({ env }) => env));
    expect(Object.keys(compose.services['exporter']?.environment ?? {}).filter((name) => !known.has(name.replace(/_FILE$/, '')))).toEqual([]);
    const script = readFileSync(path.join(root, 'deploy/demo/setup.ts'), 'utf8');
    expect(Object.keys(compose.services['setup']?.environment ?? {}).filter((name) => !script.includes(`process.env['${name}']`))).toEqual([]);
  });

  it('gives Grafana no variable of ours that nothing provisioned reads', () => {
    const text = ['plugins', 'datasources', 'dashboards', 'alerting'].flatMap(provisioned).join('\n');
    const ours = Object.keys(compose.services['grafana']?.environment ?? {}).filter((name) => name.startsWith('SHELLWATCH_'));
    expect(ours.filter((name) => !text.includes(name))).toEqual([]);
  });

  it('gives Grafana every variable that the provisioning names', () => {
    const named = ['plugins', 'datasources', 'dashboards', 'alerting'].flatMap(provisioned).flatMap((text) => text.replaceAll(/^\s*#.*$/gm, '').match(/\$\{?SHELLWATCH_[A-Z_]+/g) ?? []).map((name) => name.replace(/[${]/g, ''));
    const given = JSON.stringify(compose.services['grafana']);
    expect(named.filter((name) => !given.includes(name))).toEqual([]);
  });
});
