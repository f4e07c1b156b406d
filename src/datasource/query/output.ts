import { FieldType, toDataFrame } from '@grafana/data';
import type { Answer } from './queryContext';

/** What a command printed last, for each server. */
export const answerOutput: Answer = async ({ client, servers, query }) => {
  const commands = await client.listCommands({ query: { limit: 1000 } });
  const command = commands.items.find(({ name }) => name === query.command);
  const chosen = new Map(servers.map(({ id, name }) => [id, name]));
  const runs = await Promise.all((command?.lastResults ?? []).filter(({ serverId }) => chosen.has(serverId)).map(({ runId }) => client.getRun({ params: { id: runId } })));
  return [
    toDataFrame({
      refId: query.refId,
      fields: [
        { name: 'server', type: FieldType.string, values: runs.map(({ serverName }) => serverName) },
        { name: 'time', type: FieldType.time, values: runs.map(({ finishedAt }) => (finishedAt === null ? null : Date.parse(finishedAt))) },
        { name: 'state', type: FieldType.string, values: runs.map(({ state }) => state) },
        { name: 'output', type: FieldType.string, values: runs.map(({ stdout }) => stdout) },
      ],
    }),
  ];
};
