import { VisualizationSuggestionScore, type DataFrame } from '@grafana/data';

/**
 * Suggests a panel for data with all of these columns. Grafana 13 asks every panel, by a function; 12.3 asks its own panels
 * alone, and its types know an object only, so the type is left open.
 */
export const suggestionsFor = (name: string, columns: readonly string[]): never =>
  (({ rawFrames }: { rawFrames?: DataFrame[] }) =>
    rawFrames?.some(({ fields }) => columns.every((column) => fields.some((field) => field.name === column))) === true ? [{ name, score: VisualizationSuggestionScore.Best }] : undefined) as never;
