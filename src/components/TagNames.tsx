import React from 'react';
import { css } from '@emotion/css';
import { TagList } from '@grafana/ui';

const fromLeft = css({ justifyContent: 'flex-start' });

/** Tags as `key=value`; a click filters by it where that makes sense. */
export function TagNames({ tags, onPick }: { tags: Record<string, string>; onPick?: (tag: string) => void }) {
  const names = Object.entries(tags).map(([key, value]) => (value === '' ? key : `${key}=${value}`));
  if (names.length === 0) {
    return null;
  }
  return <TagList className={fromLeft} tags={names} {...(onPick === undefined ? {} : { onClick: (name: string) => onPick(name) })} />;
}
