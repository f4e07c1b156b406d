import { useMemo } from 'react';
import { useServerIncidents } from '../../data/useIncidents';
import { useSpecsHistory } from '../../data/useSpecs';
import type { Mark } from '../../viz/marksLayer';
import { marksOf } from './marks';

/** The marks of a server. */
export function useMarks(server: string): Mark[] {
  const versions = useSpecsHistory(server).data?.items;
  const incidents = useServerIncidents(server).data;
  return useMemo(() => marksOf(versions ?? [], incidents ?? []), [versions, incidents]);
}
