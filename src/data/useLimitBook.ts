import { useMemo } from 'react';
import { createLimitBook, type LimitBook } from '../../contract/limits.ts';
import { useThresholds } from './useThresholds';

/** The limits in force anywhere in the fleet: the shipped ones until those that people set are read. */
export function useLimitBook(): LimitBook {
  const set = useThresholds().data;
  return useMemo(() => createLimitBook(set ?? []), [set]);
}
