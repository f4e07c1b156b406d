import React from 'react';
import { TagList } from '@grafana/ui';

/** Tags as `key=value`; a click filters by it where that makes sense. */
export function TagNames({ tags, onPick }: { tags: Record<string, string>; onPick?: (tag: string) => void }) {
  const names = Object.entries(tags).map(([key, value]) => (value === '' ? key : `${key}=${value}`));
  if (names.length === 0) {
    return null;
  }
  return <TagList tags={names} {...(onPick === undefined ? {} : { onClick: (name: string) => onPick(name) })} />;
}
