import type { Incident } from '../../../../../contract/incident.ts';
import type { Chat, ChatRooms } from '../chat.ts';
import { incidentLine } from '../incidentMessage.ts';
import type { ButtonPlan } from '../keyboard.ts';
import { code, lines, text, type Rich } from '../rich.ts';

/** What a person types to name an incident. */
const shortId = ({ id }: Pick<Incident, 'id'>): string => id.slice(0, 8);
/** More buttons than this nobody looks through. */
const shown = 10;
const listed = 50;

/** Incidents with their short names, and a button for each of the first. */
export function incidentChoice(heading: Rich, incidents: readonly Incident[]): { rich: Rich; buttons: ButtonPlan[][] } {
  const rows = incidents.slice(0, listed).map((incident) => [code(shortId(incident)), text(' '), ...incidentLine(incident)]);
  const more = incidents.length > listed ? [[text(`… and ${incidents.length - listed} more`)]] : [];
  const label = ({ title, serverName, item }: Incident) => [title, serverName, item].filter((part) => part !== null).join(' · ').slice(0, 60);
  return { rich: lines([heading, ...rows, ...more]), buttons: incidents.slice(0, shown).map((incident) => [[label(incident), 'open', incident.id]]) };
}

/** Open incidents that a word means: a short name, a server, a part of the title; all of them for no word. */
export async function openIncidents({ incidents }: ChatRooms, word: string): Promise<Incident[]> {
  const open = await incidents.open();
  const key = word.trim().toLowerCase();
  const exact = key.length >= 4 ? open.filter(({ id }) => id.startsWith(key)) : [];
  const ofServer = open.filter(({ serverName }) => serverName?.toLowerCase() === key);
  return exact.length > 0 ? exact : ofServer.length > 0 ? ofServer : open.filter(({ title, summary, serverName }) => `${title} ${summary} ${serverName ?? ''}`.toLowerCase().includes(key));
}

/** Shows them to choose from; says so when there is none. */
export async function offerIncidents(chat: Chat, heading: string, incidents: readonly Incident[]): Promise<void> {
  if (incidents.length === 0) {
    await chat.say([text('There is no such open incident. /alerts shows all of them.')]);
    return;
  }
  const { rich, buttons } = incidentChoice([text(heading)], incidents);
  await chat.say(rich, buttons);
}
