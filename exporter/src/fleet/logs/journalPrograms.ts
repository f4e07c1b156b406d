import type { FileState } from './fileState.ts';

/** What an entry needs; journald keeps some forty fields. systemd before 236 does not know the option and sends all of them. */
const onlyWhatIsShown = 'journalctl --no-pager --quiet --lines=0 --output-fields=MESSAGE >/dev/null 2>&1 && set -- "$@" --output-fields=MESSAGE,PRIORITY,_SOURCE_REALTIME_TIMESTAMP,_HOSTNAME,SYSLOG_IDENTIFIER,_PID,_SYSTEMD_UNIT';
const filters = `
[ -n "$SW_UNIT" ] && set -- "$@" --unit="$SW_UNIT"
[ -n "$SW_PRIORITY" ] && set -- "$@" --priority="$SW_PRIORITY"
${onlyWhatIsShown}
`;
const present = 'command -v journalctl >/dev/null 2>&1 || { echo "no journalctl" >&2; exit 127; }';

/** The newest entries: at most SW_LINES of them and SW_BYTES of their text, of a window where one is given. */
export const journalReader = `
${present}
set -- --no-pager --output=json --lines="$SW_LINES"
[ -n "$SW_SINCE" ] && set -- "$@" --since="@$SW_SINCE"
[ -n "$SW_UNTIL" ] && set -- "$@" --until="@$SW_UNTIL"
${filters}
{ journalctl "$@" || echo "exit $?" >&2; } | tail -c "$SW_BYTES"
`;

/** What journalctl writes before a cursor, and the first line of the follower. */
export const cursorMark = '-- cursor: ';

/**
 * journalctl follows by itself. Where no cursor says where to go on, that of the newest entry is told, so that a restart before
 * the next entry knows it too. `--merge` is there because `--follow` alone shows the present boot only: what was written between
 * the cursor and a reboot would be lost. Entries of other machines, which it would add, are kept out by the machine's id. `--cursor`
 * gives the entry at the cursor once more, to be left out here: with a filter, `--after-cursor` of systemd 252 loses the one behind it.
 */
export const journalFollower = `
${present}
exec 3<&0
(cat <&3 >/dev/null 2>&1; kill $$) &
cursor=$SW_CURSOR
if [ -z "$cursor" ]; then
  cursor=$(journalctl --no-pager --quiet --lines=0 --show-cursor)
  cursor=\${cursor#${cursorMark}}
fi
echo "${cursorMark}$cursor"
set -- --no-pager --quiet --output=json --follow --no-tail --merge
[ -n "$cursor" ] && set -- "$@" --cursor="$cursor"
${filters}
[ -r /etc/machine-id ] && read -r machine < /etc/machine-id && set -- "$@" _MACHINE_ID="$machine"
exec journalctl "$@"
`;

/** Why the journal gave nothing, or less than there is, from what journalctl said; undefined when all is well. */
export function journalProblem(errors: string): { state: FileState; message: string } | undefined {
  if (errors.includes('no journalctl')) {
    return { state: 'missing', message: 'There is no journalctl on this server; name a file instead.' };
  }
  if (errors.includes('insufficient permissions')) {
    return { state: 'unreadable', message: 'The user may not read the journal; add the user to the group systemd-journal.' };
  }
  if (errors.includes('not seeing messages from other users')) {
    return { state: 'unreadable', message: 'The user sees its own entries of the journal alone; add the user to the group systemd-journal.' };
  }
  if (errors.includes('No journal files were found')) {
    return { state: 'missing', message: 'journald keeps no journal on this server; name a file instead.' };
  }
  const failed = /^exit \d+$/m.test(errors) || errors.startsWith('Failed');
  return failed ? { state: 'unreadable', message: errors.trim().slice(0, 500) } : undefined;
}
