import type { Family } from '../metrics/family.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { remembered } from '../metrics/remembered.ts';
import { machine } from './uname.ts';

/** The version of node_exporter whose names and meanings the collectors follow. */
export const followedVersion = '1.12.1';

/** uname(2)'s machine → Go's architecture, as node_exporter there would say. */
const architectures: Readonly<Record<string, string>> = {
  x86_64: 'amd64',
  aarch64: 'arm64',
  armv7l: 'arm',
  armv6l: 'arm',
  i686: '386',
};

/** node_exporter_build_info with its labels; who asks for the version learns what to expect, and that no agent runs there. */
export const buildInfo = (snapshot: Snapshot): Family => familyOf(snapshot.run(machine.name)?.stdout ?? '');

const familyOf = remembered((output): Family => {
  const told = output.trim();
  const goarch = architectures[told] ?? told;
  const labels = {
    branch: 'shellwatch',
    goarch,
    goos: 'linux',
    goversion: 'none',
    revision: 'agentless',
    tags: 'none',
    version: followedVersion,
  };
  const help = 'Version of node_exporter whose metrics these are; always 1.';
  return { type: 'gauge', name: 'node_exporter_build_info', help, samples: [{ labels, value: 1 }] };
});
