import type { LogSourceInput } from '../../../../contract/logSource.ts';
import { compilePattern } from '../pattern.ts';
import type { EntryParser, ParsedEntry } from './entry.ts';
import { guessLevel, levelOf, levelOfPriority } from './level.ts';
import { parseTime, readTime } from './logTime.ts';

export interface FormatContext {
  timeZone: string;
  /** ms; for times without a year. */
  now: () => number;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value));
const firstOf = (fields: Record<string, unknown>, names: readonly string[]): unknown => names.map((name) => fields[name]).find((value) => value !== undefined && value !== null);

const timeNames = ['time', 'timestamp', '@timestamp', 'ts', 't', 'date', 'datetime'] as const;
const levelNames = ['level', 'severity', 'lvl', 'loglevel', 'log.level', 'levelname', 'priority'] as const;
const messageNames = ['msg', 'message', 'text', 'error', 'err', 'event'] as const;

function fromFields(fields: Record<string, unknown>, whole: string, { timeZone, now }: FormatContext): ParsedEntry {
  const time = firstOf(fields, timeNames);
  const message = firstOf(fields, messageNames);
  const level = levelOf(text(firstOf(fields, levelNames)));
  return {
    time: typeof time === 'number' ? (time > 1e11 ? time : time * 1000) : time === undefined ? undefined : parseTime(text(time), timeZone, now()),
    level: level === 'unknown' ? guessLevel(text(message) || whole) : level,
    message: message === undefined ? whole : text(message),
    fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, text(value)])),
  };
}

export const json =
  (context: FormatContext): EntryParser =>
  (line) => {
    if (!line.startsWith('{')) {
      return undefined;
    }
    try {
      return fromFields(JSON.parse(line) as Record<string, unknown>, line, context);
    } catch {
      return undefined;
    }
  };

/** A name begins at a space, or a long word without any `=` would take time that grows with its square. */
const pair = /(?<![^\s])([A-Za-z_][\w.@/-]*)=("(?:[^"\\]|\\.)*"|[^\s"]*)(?=\s|$)/g;

/** Three pairs or more, or a level and a message, make a line logfmt. */
export const logfmt =
  (context: FormatContext): EntryParser =>
  (line) => {
    if (!/^[A-Za-z_][\w.@/-]*=/.test(line)) {
      return undefined;
    }
    const fields: Record<string, string> = {};
    for (const [, name, value] of line.matchAll(pair)) {
      fields[name as string] = (value as string).startsWith('"') ? (value as string).slice(1, -1).replace(/\\(.)/g, '$1') : (value as string);
    }
    const enough = Object.keys(fields).length >= 3 || (firstOf(fields, levelNames) !== undefined && firstOf(fields, messageNames) !== undefined);
    return enough ? fromFields(fields, line, context) : undefined;
  };

const rfc5424 = /^<(\d{1,3})>1 (\S+) (\S+) (\S+) (\S+) (\S+) (-|(?:\[.*?\])+) ?(.*)$/s;
const tagged = /^([A-Za-z0-9_:][\w.:%-]*) ([^\s:[]+)(?:\[(\d+)\])?: ?(.*)$/s;
/** Many programs write their level and a part of theirs where syslog has host and tag; but `log` is the name of many a host. */
const isHost = (word: string): boolean => word === 'log' || /^\d+$/.test(word) || levelOf(word) === 'unknown';

/** RFC 5424, RFC 3164, and what rsyslog writes into files (either kind of time, host, tag). */
export const syslog =
  ({ timeZone, now }: FormatContext): EntryParser =>
  (line) => {
    const modern = rfc5424.exec(line);
    if (modern !== null) {
      const [, priority, time, host, app, pid, id, , message] = modern as unknown as string[];
      return { time: parseTime(time as string, timeZone, now()), level: levelOfPriority(Number(priority)), message: message ?? '', fields: { host: host ?? '', app: app ?? '', pid: pid ?? '', id: id ?? '' } };
    }
    const priority = /^<(\d{1,3})>/.exec(line);
    const rest = line.slice(priority?.[0].length ?? 0);
    const time = readTime(rest, timeZone, now());
    const parts = time === undefined ? null : tagged.exec(rest.slice(time.length).trimStart());
    if (time === undefined || parts === null || (priority === null && !isHost(parts[1] as string))) {
      return undefined;
    }
    const [, host, app, pid, message] = parts as unknown as string[];
    return {
      time: time.time,
      level: priority === null ? guessLevel(message as string) : levelOfPriority(Number(priority[1])),
      message: message as string,
      fields: { host: host as string, app: app as string, ...(pid === undefined ? {} : { pid }) },
    };
  };

const access = /^(\S+) \S+ (\S+) \[([^\]]+)\] "((?:[^"\\]|\\.)*)" (\d{3}) (\d+|-)(?: "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)")?/;

/** The common and combined access logs of nginx and Apache: 5xx is an error, 4xx a warning. */
const accessLog =
  ({ timeZone, now }: FormatContext): EntryParser =>
  (line) => {
    const found = access.exec(line);
    if (found === null) {
      return undefined;
    }
    const [, client, user, time, request, status, bytes, referer, agent] = found;
    return {
      time: parseTime(time as string, timeZone, now()),
      level: (status as string) >= '500' ? 'error' : (status as string) >= '400' ? 'warning' : 'info',
      message: `${request} ${status}`,
      fields: { client: client as string, user: user as string, request: request as string, status: status as string, bytes: bytes as string, ...(referer === undefined ? {} : { referer, agent: agent as string }) },
    };
  };

const nginxError = /^\d{4}\/\d{2}\/\d{2} \d{2}:\d{2}:\d{2} \[(\w+)\] (\d+)#(\d+): (.*)$/s;
export const nginx = (context: FormatContext): EntryParser => {
  const accesses = accessLog(context);
  return (line) => {
    const found = nginxError.exec(line);
    return found === null
      ? accesses(line)
      : { time: parseTime(line, context.timeZone, context.now()), level: levelOf(found[1]), message: found[4] as string, fields: { pid: found[2] as string } };
  };
};

const apacheErrorLine = /^\[[^\]]+\] \[(?:([\w-]+):)?(\w+)\] (?:\[pid (\d+)(?::tid \d+)?\] )?(?:\[client ([^\]]+)\] )?(.*)$/s;
export const apache = (context: FormatContext): EntryParser => {
  const accesses = accessLog(context);
  return (line) => {
    const time = line.startsWith('[') ? readTime(line, context.timeZone, context.now()) : undefined;
    const found = time === undefined ? null : apacheErrorLine.exec(line);
    if (time === undefined || found === null) {
      return accesses(line);
    }
    const [, module, level, pid, client, message] = found;
    return { time: time.time, level: levelOf(level), message: message as string, fields: Object.fromEntries(Object.entries({ module, pid, client }).filter(([, value]) => value !== undefined)) as Record<string, string> };
  };
};

/** Any line: a time it begins with, and the level its words tell. */
export const plain =
  ({ timeZone, now }: FormatContext) =>
  (line: string): ParsedEntry => {
    const time = readTime(line, timeZone, now());
    const message = time === undefined ? line : line.slice(time.length).replace(/^[\s:|-]+/, '');
    return { time: time?.time, level: guessLevel(message), message, fields: {} };
  };

/** A source's own pattern: groups time, level and message have their meaning, the others become fields. */
function own(source: Pick<LogSourceInput, 'pattern' | 'timeFormat'>, { timeZone, now }: FormatContext): EntryParser {
  const pattern = compilePattern(source.pattern ?? '', 'pattern');
  return (line) => {
    const match = pattern.first(line);
    if (match === undefined) {
      return undefined;
    }
    const { time, level, message, ...rest } = match.groups;
    return {
      time: time === undefined ? undefined : parseTime(time, timeZone, now(), source.timeFormat),
      level: level === undefined ? guessLevel(message ?? line) : levelOf(level),
      message: message ?? line,
      fields: Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, value ?? ''])),
    };
  };
}

/** The parser of a source's format. Every entry gets a result: what the format does not know is read as plain text. */
export function entryParser(source: Pick<LogSourceInput, 'format' | 'pattern' | 'timeFormat'>, context: FormatContext): (text: string) => ParsedEntry {
  const any = plain(context);
  const byFormat: Record<LogSourceInput['format'], () => EntryParser[]> = {
    auto: () => [json(context), syslog(context), nginx(context), apache(context), logfmt(context)],
    plain: () => [],
    syslog: () => [syslog(context)],
    json: () => [json(context)],
    logfmt: () => [logfmt(context)],
    nginx: () => [nginx(context)],
    apache: () => [apache(context)],
    pattern: () => [own(source, context)],
  };
  const parsers = byFormat[source.format]();
  return (line) => {
    for (const parse of parsers) {
      const entry = parse(line);
      if (entry !== undefined) {
        return entry;
      }
    }
    return any(line);
  };
}
