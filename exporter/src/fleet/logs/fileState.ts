/** How a source stands on a server. */
export type FileState = 'ok' | 'missing' | 'unreadable' | 'directory';

/** What to do about a file that could not be read. */
export const stateMessage: Record<FileState, string | null> = {
  ok: null,
  missing: 'There is no such file; check the path, or whether the service has logged yet.',
  unreadable: 'The user may not read it; add the user to the group that may (often adm or systemd-journal).',
  directory: 'This is a directory; name a file, or add a pattern such as /*.log.',
};
