import { awkOrElse } from '../snapshot/awkCount.ts';
import type { AwkCount, Run, Snapshot } from '../snapshot/snapshot.ts';

/**
 * Sums over all TCP and UDP sockets, made on the server: a busy one has tens of thousands.
 * Output: `tcp STATE N` for each state, `tcp-queue RX TX`, `udp v4|v6 RX TX`. STATE is a word of ss(8) or a hexadecimal number.
 *
 * TCP is asked of sock_diag(7), by ss or by perl itself: of a listening socket it tells the length of the queue, which
 * /proc/net/tcp does not. Where neither is there, /proc must do.
 */
const awk: AwkCount = {
  feed: 'command -v ss >/dev/null && ss -tan 2>/dev/null',
  functions: `function hex(text, value, i) {
      for (i = 1; i <= length(text); i++) value = value * 16 + index("0123456789ABCDEF", substr(text, i, 1)) - 1;
      return value;
    }
    function scan(file, line, field, queue, got) {
      in_ = out = 0;
      while ((got = (getline line < file)) > 0) {
        if (split(line, field, " ") >= 5 && field[5] ~ /^[0-9A-F]+:[0-9A-F]+$/) {
          if (file ~ /tcp/) state[field[4]]++;
          if (field[5] ~ /[1-9A-F]/) { split(field[5], queue, ":"); out += hex(queue[1]); in_ += hex(queue[2]); }
        }
      }
      close(file);
      return got == 0;
    }`,
  each: 'if ($1 ~ /^[A-Z][-A-Z0-9]+$/) { state[$1]++; rx += $2; tx += $3; any = 1; }',
  last: `for (i = any ? 3 : 1; i <= 2; i++) {
      if (scan(i == 1 ? "/proc/net/tcp" : "/proc/net/tcp6")) { any = 1; rx += in_; tx += out; }
    }
    for (s in state) print "tcp", s, state[s];
    if (any) printf "tcp-queue %.0f %.0f\\n", rx, tx;
    if (scan("/proc/net/udp")) printf "udp v4 %.0f %.0f\\n", in_, out;
    if (scan("/proc/net/udp6")) printf "udp v6 %.0f %.0f\\n", in_, out;
    rx = tx = any = 0; split("", state);`,
};
const run: Run = {
  name: 'sockets',
  tier: 'medium',
  awk,
  script: awkOrElse(
    awk,
    `for ip in v4 v6; do
  file=/proc/net/udp; [ $ip = v6 ] && file=/proc/net/udp6
  [ -r $file ] || continue
  rx=0 tx=0
  while read -r a b c d queue rest; do
    case $queue in *:*) tx=$((tx + 0x\${queue%:*})) rx=$((rx + 0x\${queue#*:})) ;; esac
  done <$file
  echo "udp $ip $rx $tx"
done`
  ),
  perl: `my (%state, $known);
my ($rx, $tx) = (0, 0);
for my $family (2, -e '/proc/net/tcp6' ? 10 : ()) {
  # NETLINK_SOCK_DIAG: struct nlmsghdr, then struct inet_diag_req_v2 for TCP in all states.
  my $diag;
  socket($diag, 16, 3, 4) && send($diag, pack('L S2 L2 C4 L x48', 72, 20, 0x301, 1, 0, $family, 6, 0, 0, 0xfff), 0) or last;
  $known = 1;
  REPLY: while (defined recv($diag, my $reply, 1 << 18, 0)) {
    my $at = 0;
    last if length($reply) < 16;
    while ($at + 16 <= length $reply) {
      my ($length, $type) = unpack 'L S', substr $reply, $at, 6;
      if ($type != 20 || $length < 88) { $known = 0 if $type == 2; last REPLY }
      # struct inet_diag_msg: family, state; after the socket's 48 bytes of id and the timer, both queues.
      my ($number, $in, $out) = unpack "x$at x17 C x54 L2", $reply;
      $state{sprintf '%02X', $number}++; $rx += $in; $tx += $out;
      $at += ($length + 3) & ~3;
    }
  }
}
if (!$known) {
  %state = (); ($rx, $tx) = (0, 0);
  for my $path (grep { -r } '/proc/net/tcp', '/proc/net/tcp6') {
    open my $file, '<', $path or next;
    while (<$file>) { if (/^ *\\d+: \\S+ \\S+ (..) (\\w+):(\\w+)/) { $state{$1}++; $tx += hex $2; $rx += hex $3 } }
  }
}
print map { "tcp $_ $state{$_}\\n" } keys %state;
print "tcp-queue $rx $tx\\n" if %state;
for (['v4', '/proc/net/udp'], ['v6', '/proc/net/udp6']) {
  my ($ip, $path) = @$_;
  open my $file, '<', $path or next;
  my ($in, $out) = (0, 0);
  while (<$file>) { if (/^ *\\d+: \\S+ \\S+ .. (\\w+):(\\w+)/) { $out += hex $1; $in += hex $2 } }
  print "udp $ip $in $out\\n";
}`,
};

export const socketsRun = run;

/** The words of the output's lines, or none where it did not run. */
export const socketLines = (snapshot: Snapshot): string[][] =>
  (snapshot.run(run.name)?.stdout ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(' '));
