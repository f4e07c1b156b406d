import { single } from '../metrics/family.ts';
import { familySet } from '../metrics/familySet.ts';
import { awkOrElse } from '../snapshot/awkCount.ts';
import type { AwkCount, Run } from '../snapshot/snapshot.ts';
import type { Collector } from './collector.ts';
import { words } from './lines.ts';
import { number } from './number.ts';

const limits = [
  ['/proc/sys/kernel/threads-max', 'node_processes_max_threads', 'Threads the system allows.'],
  ['/proc/sys/kernel/pid_max', 'node_processes_max_processes', 'Process ids the system allows.'],
] as const;

/**
 * Counts over /proc/PID/stat, proc_pid_stat(5): a name in parentheses, which may hold anything, then the state, and 17 fields on
 * the number of threads. Output: `pids N`, `threads N`, `state LETTER N`. Where a login can not see other users' processes
 * (hidepid), process 1 hides too, and nothing is told.
 */
const awk: AwkCount = {
  feed: `[ -r /proc/1/stat ] && printf '%s\\n' /proc/[0-9]*/stat`,
  each: `while ((getline line < $0) > 0) {
      if (sub(/^.*\\) /, "", line) && split(line, field, " ") >= 18) { pids++; threads += field[18]; letter[field[1]]++; }
    }
    close($0);`,
  last: `if (pids) {
      print "pids", pids; print "threads", threads;
      for (s in letter) print "state", s, letter[s];
    }
    pids = threads = 0; split("", letter);`,
};
const run: Run = {
  name: 'processes',
  tier: 'medium',
  awk,
  script: awkOrElse(
    awk,
    `[ -r /proc/1/stat ] || exit 0
pids=0 threads=0 states=
for file in /proc/[0-9]*/stat; do
  read -r line 2>/dev/null <"$file" || continue
  set -- \${line##*) }
  pids=$((pids + 1)) threads=$((threads + \${18}))
  eval "state_$1=\\$((state_$1 + 1))"
  case $states in *"$1"*) ;; *) states="$states $1" ;; esac
done
echo "pids $pids"; echo "threads $threads"
for s in $states; do eval "echo state $s \\$state_$s"; done`
  ),
  perl: `if (-r '/proc/1/stat') {
  opendir my $proc, '/proc/';
  my ($pids, $threads, %state) = (0, 0);
  for my $pid (grep { /^\\d/ } readdir $proc) {
    open my $file, '<', "/proc/$pid/stat" or next;
    sysread $file, my $line, 4096 or next;
    my @fields = split ' ', substr $line, rindex($line, ')') + 1;
    $pids++; $threads += $fields[17]; $state{$fields[0]}++;
  }
  print "pids $pids\\nthreads $threads\\n", map { "state $_ $state{$_}\\n" } keys %state;
}`,
};

const set = familySet({
  pids: ['gauge', 'node_processes_pids', 'Processes there are.'],
  threads: ['gauge', 'node_processes_threads', 'Threads there are.'],
  state: ['gauge', 'node_processes_state', 'Processes in each state, by the letter ps(1) shows.'],
});

/** How many processes and threads there are. */
export const processes: Collector = {
  name: 'processes',
  reads: limits.map(([path]) => ({ path, tier: 'medium' })),
  runs: [run],
  collect(snapshot) {
    const { add, families } = set();
    for (const line of (snapshot.run(run.name)?.stdout ?? '').split('\n')) {
      const [key, ...rest] = words(line);
      if (key === 'pids' || key === 'threads') {
        add(key, {}, number(rest[0], run.name));
      } else if (key === 'state') {
        add('state', { state: rest[0] ?? '' }, number(rest[1], run.name));
      }
    }
    const counts = families();
    for (const [path, name, help] of limits) {
      const text = snapshot.read(path);
      if (text !== undefined) {
        counts.push(single('gauge', name, help, number(text.trim(), path)));
      }
    }
    return counts.length > 0 ? counts : undefined;
  },
};
