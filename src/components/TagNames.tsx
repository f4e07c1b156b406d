import React from 'react';
import { css } from '@emotion/css';
import { TagList } from '@grafana/ui';

// TagList puts itself to the right, with as much weight as a class of ours.
const fromLeft = css({ '&&': { justifyContent: 'flex-start' } });

interface TagNamesProps {
  tags: Record<string, string>;
  /** How many are shown; the rest is a number. */
  most?: number;
}

/** Tags as `key=value`. */
export function TagNames({ tags, most }: TagNamesProps) {
  const names = Object.entries(tags).map(([key, value]) => (value === '' ? key : `${key}=${value}`));
  if (names.length === 0) {
    return null;
  }
  return <TagList className={fromLeft} tags={names} {...(most === undefined ? {} : { displayMax: most })} />;
}
