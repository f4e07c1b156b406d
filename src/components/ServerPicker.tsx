import React, { useMemo } from 'react';
import { Field } from '@grafana/ui';
import { MultiPicker } from './Picker';
import { selects, type ServerSelector } from '../../contract/selector.ts';
import type { Server } from '../../contract/server.ts';

interface ServerPickerProps {
  servers: Server[];
  value: ServerSelector;
  onChange: (value: ServerSelector) => void;
  label?: string;
}

export const nobody: ServerSelector = { all: false, servers: [], tags: {} };

/** Which servers: all, by tag, by name; says how many that are. */
export function ServerPicker({ servers, value, onChange, label = 'Servers' }: ServerPickerProps) {
  const options = useMemo(() => pickerOptions(servers), [servers]);
  const chosen = [...(value.all ? ['all'] : []), ...Object.entries(value.tags).map(([key, tag]) => `tag:${key}=${tag}`), ...value.servers.map((id) => `server:${id}`)];
  const count = servers.filter((server) => selects(value, server)).length;
  return (
    <Field label={label} description={`${count} of ${servers.length} servers. Several tags: all of them must match.`} noMargin>
      <MultiPicker fill label={label} placeholder="All, tags or names" options={options} value={chosen} onChange={(picked) => onChange(selectorOf(picked.map((option) => option.value)))} />
    </Field>
  );
}

function pickerOptions(servers: Server[]) {
  const tags = [...new Set(servers.flatMap(({ tags }) => Object.entries(tags).map((tag) => tag.join('='))))].sort();
  return [
    { value: 'all', label: 'All servers' },
    ...tags.map((tag) => ({ value: `tag:${tag}`, label: tag, group: 'Tags' })),
    ...servers.map(({ id, name }) => ({ value: `server:${id}`, label: name, group: 'Servers' })),
  ];
}

function selectorOf(picked: string[]): ServerSelector {
  const tags = picked.filter((one) => one.startsWith('tag:')).map((one) => one.slice(4));
  return {
    all: picked.includes('all'),
    tags: Object.fromEntries(tags.map((tag) => [tag.slice(0, tag.indexOf('=')), tag.slice(tag.indexOf('=') + 1)])),
    servers: picked.filter((one) => one.startsWith('server:')).map((one) => one.slice(7)),
  };
}
