import { useMemo } from 'react';
import { useServerIncidents } from '../../data/useIncidents';
import { useSpecsHistory } from '../../data/useSpecs';
import type { Mark } from '../../viz/marksLayer';
import { marksOf } from './marks';

/** The marks of a server; open incidents reach to when they were last read. */
export function useMarks(server: string): Mark[] {
  const versions = useSpecsHistory(server).data?.items;
  const { data: incidents, updatedAt = 0 } = useServerIncidents(server);
  return useMemo(() => marksOf(versions ?? [], incidents ?? [], updatedAt), [versions, incidents, updatedAt]);
}
