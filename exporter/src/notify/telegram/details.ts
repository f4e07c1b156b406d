import type { IncidentDetail } from '../../../../contract/incident.ts';
import { drawHistory } from '../chart/drawHistory.ts';
import { readPast } from '../chart/readPast.ts';
import type { Chat, ChatRooms } from './chat.ts';
import { incidentLine, timeLine } from './incidentMessage.ts';
import { bold, lines, text, type Rich } from './rich.ts';
import { serverMessage } from './serverMessage.ts';

/** What is known of an incident beyond its message: its time line, its server now, and a picture of the measured value's last hours. */
export async function showDetails(chat: Chat, incident: IncidentDetail, rooms: ChatRooms, signal: AbortSignal): Promise<void> {
  const { statuses, board, clock, servers, log } = rooms;
  const now = clock.now();
  const server = servers().find(({ id }) => id === incident.serverId);
  const about: Rich[] = server === undefined ? [] : [[], serverMessage(server.name, statuses.get(server.id), board.vitals(server.id), now)];
  await chat.say(lines([incidentLine(incident), [bold('What happened')], timeLine(incident.events), ...about]));
  if (server === undefined) {
    return;
  }
  try {
    const past = await readPast(incident, server, { range: rooms.history.range, vitals: board.vitals(server.id), now }, signal);
    if (past !== undefined) {
      await chat.picture(await drawHistory(past), [text(`${past.title}, the last ${past.hours} h`)]);
    }
  } catch (error) {
    log.warn({ err: error, incident: incident.id }, 'telegram: no picture could be drawn');
  }
}
