/** The two forms of metrics text, with the media type of each. */
export const metricsFormats = {
  text: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
} as const;
export type MetricsFormat = keyof typeof metricsFormats;

interface Range {
  type: string;
  quality: number;
  version: string | undefined;
}

function rangesOf(accept: string): Range[] {
  return accept.split(',').map((item) => {
    const [type = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
    const values = new Map(parameters.map((parameter) => parameter.split('=', 2) as [string, string]));
    const quality = Number(values.get('q') ?? 1);
    return { type, quality: Number.isNaN(quality) ? 0 : quality, version: values.get('version') };
  });
}

/** OpenMetrics for who asks for it by name and not less than for plain text, as client libraries decide; else the text format. */
export function chooseFormat(accept: string | undefined): MetricsFormat {
  const best = { text: 0, openmetrics: 0 };
  for (const { type, quality, version } of rangesOf(accept ?? '*/*')) {
    if (type === 'application/openmetrics-text' && (version === undefined || version === '1.0.0' || version === '0.0.1')) {
      best.openmetrics = Math.max(best.openmetrics, quality);
    } else if (type === 'text/plain' && (version === undefined || version === '0.0.4')) {
      best.text = Math.max(best.text, quality);
    }
  }
  return best.openmetrics > 0 && best.openmetrics >= best.text ? 'openmetrics' : 'text';
}
