import type { Run } from '../snapshot/snapshot.ts';

/**
 * adjtimex(2) with nothing to change, which anyone may call. Output: lines `NAME: NUMBER` as busybox prints them,
 * or `NTPSynchronized=yes|no` where only systemd can tell.
 */
export const timexRun: Run = {
  name: 'timex',
  tier: 'medium',
  script: `{ busybox adjtimex || { command -v adjtimex >/dev/null && case $(readlink -f "$(command -v adjtimex)") in *busybox*) adjtimex ;; *) false ;; esac; } || timedatectl show -p NTPSynchronized; } 2>/dev/null`,
  // struct timex of include/uapi/linux/timex.h: native longs with their alignment, two ints among them.
  perl: `require Config;
my ($machine) = $Config::Config{archname} =~ /^([a-z0-9_]+)/;
my $call = { x86_64 => 159, aarch64 => 171, riscv64 => 171, loongarch64 => 171, powerpc64le => 124, s390x => 124,
  arm => 124, i386 => 124, i486 => 124, i586 => 124, i686 => 124 }->{$machine};
$call = undef if $machine eq 'x86_64' && length(pack 'l!', 0) != 8;
my $timex = "\\0" x 512;
my $state = defined $call ? syscall($call, $timex) : -1;
if ($state >= 0) {
  my @names = qw(modes offset freq.adjust maxerror esterror status timeconstant precision tolerance time.tv_sec time.tv_usec tick
    ppsfreq jitter shift stabil jitcnt calcnt errcnt stbcnt tai);
  my @values = unpack 'I x![l!] l!4 i x![l!] l!8 i x![l!] l!5 i', $timex;
  print map { "$names[$_]: $values[$_]\\n" } 0 .. $#names;
  print "return value: $state\\n";
}
else { print qx{timedatectl show -p NTPSynchronized 2>/dev/null} }`,
};
