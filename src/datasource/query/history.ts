import { FieldType, toDataFrame, type DataFrame } from '@grafana/data';
import type { History } from '../../../contract/metrics.ts';
import { answerNewestVitals } from './newestVitals';
import type { Answer } from './queryContext';

/** Reads of one query at most at the same time: a fleet of a thousand must not send a thousand requests at once. */
const together = 8;

async function each<T, R>(items: T[], act: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += together) {
    results.push(...(await Promise.all(items.slice(at, at + together).map(act))));
  }
  return results;
}

const frames = (refId: string, server: string, history: History): DataFrame[] =>
  history.series.map(({ labels, mean }) =>
    toDataFrame({
      refId,
      fields: [
        { name: 'time', type: FieldType.time, values: history.times },
        { name: history.family, type: FieldType.number, values: mean, labels: { server, ...labels } },
      ],
    })
  );

/** A family over time, or its newest values as a table. */
export const answerFamily: Answer = async (context) => {
  const { client, servers, query, range, stepSeconds } = context;
  const family = query.family ?? '';
  if (family === '') {
    return [];
  }
  if (query.instant === true) {
    return answerInstant(context);
  }
  const span = { from: range.from.toISOString(), to: range.to.toISOString(), step: `${stepSeconds}s` };
  const replies = await each(servers, async (server) => frames(query.refId, server.name, await client.getHistory({ params: { id: server.id }, query: { family, rate: query.rate === true ? 'true' : 'false', ...span } })));
  return replies.flat();
};

const answerInstant: Answer = async ({ client, servers, query }) => {
  const family = query.family ?? '';
  const replies = await each(servers, async (server) => ({ server, metrics: await client.getMetrics({ params: { id: server.id }, query: { family } }) }));
  const rows = replies.flatMap(({ server, metrics }) => metrics.families.flatMap(({ samples }) => samples.map(({ labels, value }) => ({ server: server.name, labels, value: Number(value) }))));
  const names = [...new Set(rows.flatMap(({ labels }) => Object.keys(labels)))];
  return [
    toDataFrame({
      refId: query.refId,
      fields: [
        { name: 'server', type: FieldType.string, values: rows.map(({ server }) => server) },
        ...names.map((name) => ({ name, type: FieldType.string, values: rows.map(({ labels }) => labels[name] ?? '') })),
        { name: 'value', type: FieldType.number, values: rows.map(({ value }) => value) },
      ],
    }),
  ];
};

const vitals = { cpu: 'cpu_used_ratio', memory: 'memory_used_ratio', swap: 'swap_used_ratio' };

/** Named as people say it, in percent. */
const named = (frame: DataFrame, name: string): DataFrame => ({
  ...frame,
  fields: frame.fields.map((field) => (field.type === FieldType.time ? field : { ...field, name, config: { ...field.config, unit: 'percentunit', min: 0, max: 1 } })),
});

/** CPU, memory and swap over time, or the newest vitals as a table. */
export const answerVitals: Answer = async (context) => {
  if (context.query.instant === true) {
    return answerNewestVitals(context);
  }
  const replies = await Promise.all(
    Object.entries(vitals).map(async ([name, family]) => (await answerFamily({ ...context, query: { ...context.query, family: `shellwatch_vitals_${family}`, rate: false } })).map((frame) => named(frame, name)))
  );
  return replies.flat();
};

/** Every value that a command measures. */
export const answerCommand: Answer = async (context) => {
  const { client, servers, query } = context;
  const first = servers[0];
  if (first === undefined || (query.command ?? '') === '') {
    return [];
  }
  const lists = await each(servers.slice(0, together), (server) => client.listFamilies({ params: { id: server.id } }));
  const families = [...new Set(lists.flatMap(({ items }) => items.map(({ name }) => name)))].filter((name) => name === `shellwatch_command_${query.command}` || name.startsWith(`shellwatch_command_${query.command}_`));
  return (await Promise.all(families.map((family) => answerFamily({ ...context, query: { ...query, family } })))).flat();
};
