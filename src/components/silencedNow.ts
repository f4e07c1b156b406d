import type { Incident } from '../../contract/incident.ts';

/** Whether a silence that the incident knows of holds; one that ran out ends nothing. */
export const silencedNow = ({ silencedUntil }: Pick<Incident, 'silencedUntil'>, now: number): boolean => silencedUntil !== null && Date.parse(silencedUntil) > now;
