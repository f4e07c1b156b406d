import type { Run } from '../snapshot/snapshot.ts';
import type { Filter } from './filter.ts';
import type { CollectorSettings } from './settings.ts';

/** Suffixes of units whose properties are asked for; the list of units has the states of all. */
function kinds(kept: Filter, { option }: CollectorSettings): string {
  if (option['systemd.enable-start-time-metrics']) {
    return '*';
  }
  // A mount's filesystem type is the label `type`, when mounts are kept at all.
  return ['*.service', '*.socket', '*.timer', ...(kept('x.mount') ? ['*.mount'] : [])].join('|');
}

/**
 * systemd by systemctl(1), three calls. `show` asks for units by name: a pattern would have it list the units once more.
 * Times are told as text only; TZ=UTC and --timestamp (systemd 248) make them the same on every server.
 * Output: `@manager`, KEY=VALUE lines; `@units`, the list; `@show`, KEY=VALUE lines with a blank line between units.
 */
export function systemdRun(kept: Filter, settings: CollectorSettings): Run {
  return {
    name: 'systemd',
    tier: 'slow',
    script: `[ -d /run/systemd/system ] || exit 0
LC_ALL=C TZ=UTC; export LC_ALL TZ
show() { systemctl show --timestamp=us+utc "$@" 2>/dev/null || systemctl show "$@" 2>/dev/null; }
echo @manager
systemctl show -p Version -p Virtualization -p SystemState 2>/dev/null
units=$(systemctl list-units --all --plain --full --no-legend --no-pager 2>/dev/null) || exit 1
echo @units
printf '%s\\n' "$units"
set --
while read -r name load rest; do
  case $load,$name in ${kinds(kept, settings)
    .split('|')
    .map((kind) => `loaded,${kind}`)
    .join('|')}) set -- "$@" "$name" ;; esac
done <<END
$units
END
echo @show
[ $# -eq 0 ] || show -p Id -p Type -p NRestarts -p NAccepted -p NConnections -p NRefused -p LastTriggerUSec -p TasksCurrent -p TasksMax -p ActiveEnterTimestamp -- "$@"`,
  };
}
