import type { Past } from './readPast.ts';

const width = 960;
const height = 480;
const colours = ['#3871dc', '#b877d9', '#37872d', '#e0b400', '#5794f2'];
const red = '#e02f44';

const clockText = (ms: number): string => new Date(ms).toISOString().slice(11, 16);

/** As a chart library of the browser draws it, and without a browser: SVG on the server, then PNG. */
async function svgOf({ title, unit, times, series, limit, startedAt }: Past): Promise<string> {
  // Loaded when the first picture is asked for: 1 MB of code that most starts never need.
  const { init } = await import('echarts');
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  const first = times[0] ?? 0;
  const marks = [
    ...(limit === null ? [] : [{ yAxis: limit, lineStyle: { color: red, width: 2 }, label: { formatter: `limit ${Number(limit.toPrecision(6))}`, position: 'insideEndTop', color: red } }]),
    ...(startedAt > first ? [{ xAxis: startedAt, lineStyle: { color: red, type: 'dotted', width: 2 }, label: { show: false } }] : []),
  ];
  try {
    chart.setOption({
      animation: false,
      backgroundColor: '#ffffff',
      color: colours,
      textStyle: { fontFamily: 'sans-serif' },
      title: { text: unit === '' ? title : `${title} (${unit})`, left: 16, top: 12, textStyle: { fontSize: 20, width: width - 40, overflow: 'truncate' } },
      legend: series.length > 1 ? { bottom: 4 } : { show: false },
      grid: { left: 64, right: 24, top: 56, bottom: series.length > 1 ? 64 : 40 },
      // UTC, as in the message beside it.
      xAxis: { type: 'time', axisLabel: { fontSize: 15, formatter: clockText } },
      yAxis: { type: 'value', scale: true, axisLabel: { fontSize: 15 }, ...(limit === null ? {} : { min: ({ min }: { min: number }) => niceLow(Math.min(min, limit)), max: ({ max }: { max: number }) => Math.ceil(Math.max(max, limit) * 1.05) }) },
      series: series.map(({ name, values }, index) => ({
        name,
        type: 'line',
        showSymbol: false,
        lineStyle: { width: 2.5 },
        ...(series.length === 1 ? { areaStyle: { opacity: 0.12 } } : {}),
        data: values.map((value, at) => [times[at], value]),
        ...(index === 0 && marks.length > 0 ? { markLine: { silent: true, symbol: 'none', data: marks } } : {}),
      })),
    });
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}

/** A line near zero is shown from zero. */
const niceLow = (low: number): number => (low >= 0 ? 0 : Math.floor(low * 1.05));

/** A PNG of some 960 × 480 points. */
export async function drawHistory(past: Past): Promise<Uint8Array> {
  const svg = await svgOf(past);
  const { renderAsync } = await import('@resvg/resvg-js');
  return (await renderAsync(svg, { background: '#ffffff', font: { loadSystemFonts: true, defaultFontFamily: 'DejaVu Sans', sansSerifFamily: 'DejaVu Sans' } })).asPng();
}
