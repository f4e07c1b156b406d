import type { Run } from '../snapshot/snapshot.ts';

/**
 * Asks statfs(2) of mounts, each of which may hang: on a dead NFS server until the process is killed, on a stopped FUSE
 * one for ever (the process can not even be killed). So nobody waits for the asking process beyond 3 s, and while one
 * is stuck in a mount no second one is sent after it.
 *
 * Arguments: PID PATH for each mount; PID is the process that was stuck there at the last run, or 0, or `-` where none can
 * get stuck: those come first, and nobody watches over the process that asks them.
 * Output, a line for each mount: `BSIZE BLOCKS BFREE BAVAIL FILES FFREE PATH`, or an error `stat: … 'PATH': TEXT`, or `timeout PID PATH`.
 */
export const filesystemRun: Omit<Run, 'args'> = {
  name: 'filesystem',
  tier: 'medium',
  // One stat(1) for all mounts; only where it stalls, one for each. `ask` fails when it stalled with several paths.
  script: `LC_ALL=C; export LC_ALL
hung() {
  read -r line 2>/dev/null <"/proc/$1/stat" && case $line in *') D '*) return 0 ;; esac
  return 1
}
ask() {
  {
    sleep 3 & watch=$!
    { stat -f -c '%s %b %f %a %c %d %n' "$@" 2>&1 & echo "= asker $!"; wait; kill $watch; } & echo "= waiter $!"
    wait $watch && echo '= late'
  } 2>/dev/null | {
    while IFS= read -r line; do
      case $line in
        '= asker '*) asker=\${line#= asker } ;;
        '= waiter '*) waiter=\${line#= waiter } ;;
        '= late')
          kill -9 "$waiter" "$asker" 2>/dev/null
          [ $# -gt 1 ] && exit 1
          printf 'timeout %s %s\\n' "$asker" "$1"
          exit 0 ;;
        *) printf '%s\\n' "$line" ;;
      esac
    done
    exit 0
  }
}
left=$(($# / 2)) sure= number=0
while [ $left -gt 0 ]; do
  pid=$1; path=$2; shift 2; left=$((left - 1))
  if [ "$pid" = - ]; then
    number=$((number + 1)) sure="$sure \\"\\\${$number}\\""
    set -- "$@" "$path"
  elif [ "$pid" = 0 ]; then set -- "$@" "$path"
  elif hung "$pid"; then printf 'timeout %s %s\\n' "$pid" "$path"
  else ask "$path" & fi
done
[ $number -eq 0 ] || eval "stat -f -c '%s %b %f %a %c %d %n' $sure 2>&1"
shift $number
[ $# -eq 0 ] || ask "$@" || for path; do ask "$path" & done
wait`,
  // The system call by number; a child asks, so that this process never hangs. statfs of asm-generic: two longs, then five 64-bit counts.
  perl: `my @mounts;
while (my ($pid, $path) = splice @ARGV, 0, 2) {
  my $stat;
  my $state = $pid && open($stat, '<', "/proc/$pid/stat") ? <$stat> : '';
  if (defined $state && $state =~ /\\) D /) { print "timeout $pid $path\\n" }
  else { push @mounts, [$pid, $path] }
}
@mounts = map { $_->[1] } sort { $a->[0] <=> $b->[0] } @mounts;
require Config;
my ($machine) = $Config::Config{archname} =~ /^([a-z0-9_]+)/;
my $call = length(pack 'l!', 0) == 8 && { x86_64 => 137, aarch64 => 43, riscv64 => 43, loongarch64 => 43, powerpc64le => 99 }->{$machine};
while (@mounts) {
  pipe my $in, my $out or last;
  my $child = fork; defined $child or last;
  if (!$child) {
    if (!$call) { open STDOUT, '>&', $out; open STDERR, '>&', $out; exec 'stat', '-f', '-c', '%s %b %f %a %c %d %n', $mounts[0] }
    else {
      # Stuck for ever, it must not hold open what the others write to.
      close STDIN; close STDOUT; close STDERR;
      for my $path (@mounts) {
        my $answer = "\\0" x 256;
        my $line = syscall($call, $path, $answer) == 0 ? join(' ', (unpack 'q2 Q5', $answer)[1 .. 6], $path) : "stat: '$path': $!";
        syswrite $out, "$line\\n";
      }
    }
    exit;
  }
  close $out;
  vec(my $set = '', fileno $in, 1) = 1;
  my ($text, $late) = ('', 0);
  while (1) {
    if (!select(my $ready = $set, undef, undef, 3)) { $late = 1; last }
    sysread($in, $text, 65536, length $text) or last;
  }
  print $text;
  my $answered = $text =~ tr/\\n//;
  splice @mounts, 0, $call || $late ? $answered : 1;
  if ($late) { kill 9, $child; print "timeout $child ", shift @mounts, "\\n" if @mounts }
  else { waitpid $child, 0; last if $call }
}`,
};
