/**
 * The remote half of following files: constant programs, started once per source and server, that end when their input ends.
 *
 * They read their settings from the environment: SW_PATH (globs allowed), SW_FROM (`inode offset:mark path` a line, where an
 * earlier follower stopped, and the bytes before it in hex; a path that is not named begins at its end, or at its start when SW_WHOLE is set).
 * They print records: `P inode offset:mark path` where a path begins; `B inode offset consumed length path`, a newline and `length`
 * bytes; `S state path` when a path's state changes.
 *
 * Rotation: by rename, the open file is read until nothing comes for a second (ten at most), as a program goes on writing there
 * until it hears of the new one; then siblings newer than it, then the new file from its start.
 * By copy and truncate, the bytes before the position differ from the remembered ones, or the file is shorter: what was not read
 * yet is in the newest copy that has the remembered bytes at that place, then the file goes on from its start.
 *
 * Of a glob the 500 files that were written last are followed; one that comes back to them goes on where it stood.
 *
 * A rotated sibling is named after its file: `.1`, `-20260101`, `.old`. Where a glob finds both, the sibling is no file of its own,
 * or its lines would count again at each rotation; and what else begins with the file's name, such as `app.log.offset`, is no sibling.
 */
export const perlFollower = String.raw`
use strict; use warnings; no warnings qw(utf8);
use Fcntl qw(SEEK_SET);
$| = 1; binmode STDOUT; binmode STDIN;
my ($keep, $block, $tick, $most) = (64, 65536, 0.25, 500);
my (%file, %from, %state, %known);
for (split /\n/, $ENV{SW_FROM} // '') { $from{$4} = [$1, $2, pack 'H*', $3] if /^(\d+) (\d+):([0-9a-f]*) (.*)$/ }
sub emit { my ($f, $data) = @_; my $n = length $data; print "B $f->{ino} $f->{pos} $n $n $f->{path}\n", $data; $f->{pos} += $n; $f->{last} = substr($f->{last} . $data, -$keep) }
sub drain { my ($f, $to) = @_; my $any = 0;
  while (!defined $to || $f->{pos} < $to) { my $want = defined $to && $to - $f->{pos} < $block ? $to - $f->{pos} : $block; my $n = sysread $f->{fh}, my $data, $want; last unless $n; emit($f, $data); $any = 1 } $any }
sub at { my ($fh, $pos, $n) = @_; my $data = ''; sysseek $fh, $pos, SEEK_SET; sysread $fh, $data, $n if $n > 0; $data }
sub say_state { my ($path, $state) = @_; return if ($state{$path} // 'ok') eq $state; $state{$path} = $state; print "S $state $path\n" }
sub opened { my ($path) = @_;
  if (-d $path) { say_state($path, 'directory'); return }
  if (!-e $path) { say_state($path, 'missing'); return }
  open(my $fh, '<:raw', $path) or do { say_state($path, 'unreadable'); return };
  say_state($path, 'ok'); my @s = stat $fh; return ($fh, $s[1], $s[7]) }
sub siblings { my ($path) = @_; (my $quoted = $path) =~ s/([\\\[\]{}*?~ ])/\\$1/g;
  map { $_->[1] } sort { $a->[0] <=> $b->[0] || $b->[1] cmp $a->[1] } map { [(stat $_)[9] // 0, $_] } grep { !/\.(gz|xz|bz2|zst)$/ && -f } glob("$quoted.* $quoted-*") }
sub rotated { my ($name, $path) = @_; $name =~ /^\Q$path\E(?:\.[0-9]|-[0-9]{4}|\.old$)/ }
sub whole { my ($path, $name, $pos) = @_; open(my $fh, '<:raw', $name) or return; my @s = stat $fh; sysseek $fh, $pos, SEEK_SET; drain({ fh => $fh, ino => $s[1], pos => $pos, last => '', path => $path }) }
sub newer_than { my ($path, $ino) = @_; my $seen = 0; for my $name (siblings($path)) { my @s = stat $name; if ($seen) { whole($path, $name, 0) if rotated($name, $path) } elsif (@s && $s[1] == $ino) { $seen = 1 } } $seen }
sub rest_of_copy { my ($path, $pos, $last) = @_; my @all = siblings($path); my $n = length $last;
  for my $which (reverse 0 .. $#all) { my $name = $all[$which]; open(my $fh, '<:raw', $name) or next; my @s = stat $fh; next if $s[7] < $pos;
    next unless $n || rotated($name, $path);
    next if $n && at($fh, $pos - $n, $n) ne $last; whole($path, $name, $pos);
    rotated($_, $path) && whole($path, $_, 0) for @all[$which + 1 .. $#all]; return 1 } 0 }
sub begin { my ($path, $first) = @_; $known{$path} = 1; my ($fh, $ino, $size) = opened($path); return unless $fh;
  my $f = { path => $path, fh => $fh, ino => $ino, pos => 0, last => '' }; my $old = delete $from{$path};
  if ($old) { my ($was, $pos, $mark) = @$old; my $n = length $mark;
    if ($was == $ino && $pos <= $size && (!$n || at($fh, $pos - $n, $n) eq $mark)) { $f->{pos} = $pos }
    elsif ($was == $ino) { rest_of_copy($path, $pos, $mark) }
    else { for my $name (siblings($path)) { my @s = stat $name; if (@s && $s[1] == $was) { whole($path, $name, $pos); last } } newer_than($path, $was) } }
  elsif ($first && !$ENV{SW_WHOLE}) { $f->{pos} = $size }
  $f->{last} = at($fh, $f->{pos} > $keep ? $f->{pos} - $keep : 0, $f->{pos} > $keep ? $keep : $f->{pos});
  print "P $ino $size:", unpack('H*', $f->{last}), " $path\n" if !$old && $first && !$ENV{SW_WHOLE};
  sysseek $fh, $f->{pos}, SEEK_SET; $file{$path} = $f }
sub look { my ($f) = @_; my $path = $f->{path}; my @now = stat $path; my @open = stat $f->{fh};
  if (@now && $now[1] == $open[1]) { delete @$f{qw(quiet left)} if $f->{left};
    my $n = length $f->{last}; my $same = $open[7] >= $f->{pos} && (!$n || $open[7] == $f->{pos} && $open[9] == ($f->{mtime} // -1) || at($f->{fh}, $f->{pos} - $n, $n) eq $f->{last});
    if (!$same) { rest_of_copy($path, $f->{pos}, $f->{last}); $f->{pos} = 0; $f->{last} = '' }
    $f->{mtime} = $open[9]; sysseek $f->{fh}, $f->{pos}, SEEK_SET; drain($f, $open[7]); return }
  sysseek $f->{fh}, $f->{pos}, SEEK_SET; $f->{quiet} = drain($f) ? 0 : ($f->{quiet} // -1) + 1; $f->{left} //= time;
  if ($open[3]) { opened($path), return unless @now; return if $f->{quiet} < 4 && time - $f->{left} < 10 }
  newer_than($path, $open[1]); delete $file{$path}; begin($path, 0) }
my ($first, $round) = (1, 0);
for (;;) {
  if ($round++ % 20 == 0) { (my $pattern = $ENV{SW_PATH}) =~ s/ /\\ /g; my @found = glob $pattern; @found = ($ENV{SW_PATH}) unless @found;
    if (@found > 1 || $found[0] ne $ENV{SW_PATH}) { my %all = (%known, map { $_ => 1 } @found);
      my $of_another = sub { my ($name) = @_; $name =~ /\.(gz|xz|bz2|zst)$/ || grep { rotated($name, $_) && $_ ne $name } map { substr $name, 0, $_ } grep { $all{substr $name, 0, $_} } 1 .. length($name) - 1 };
      delete @file{grep { $of_another->($_) } keys %file}; @found = grep { !$of_another->($_) } @found }
    if (@found > $most) { my %at = map { $_ => [stat $_] } @found; @found = sort { ($at{$b}[9] // 0) <=> ($at{$a}[9] // 0) } @found;
      for my $path (splice @found, $most) { my $f = delete $file{$path};
        if ($f) { $from{$path} = [$f->{ino}, $f->{pos}, $f->{last}] } elsif ($first) { $from{$path} //= [$at{$path}[1] // 0, $at{$path}[7] // 0, ''] } } }
    for my $path (@found) { begin($path, $first) unless $file{$path} } $first = 0 }
  look($_) for values %file;
  my $in = ''; vec($in, 0, 1) = 1;
  if (select($in, undef, undef, $tick)) { my $n = sysread STDIN, my $rest, 4096; exit 0 unless $n }
}
`;

/**
 * The same without perl: it looks once a second, at a fork or two a file, at 20 files of a glob at most. A truncated file is
 * known by its being shorter than before. A file keeps its slot by its path; one that was not there for a minute makes room.
 */
export const shFollower = String.raw`
LC_ALL=C; export LC_ALL; IFS='
'
exec 3<&0
(cat <&3 >/dev/null; kill $$) &
facts() { stat -L -c '%i %s' "$1" 2>/dev/null; }
siblings() { ls -1tr "$1".[0-9]* "$1"-[0-9][0-9][0-9][0-9]* "$1".old 2>/dev/null | grep -v -E '\.(gz|xz|bz2|zst)$'; }
send() {
  left=$4
  at=$3
  while [ "$left" -gt 0 ]; do
    want=$left; [ "$want" -gt 65536 ] && want=65536
    data=$(tail -c +$((at + 1)) "$1" 2>/dev/null | head -c "$want"; echo x); data=\${data%x}
    got=\${#data}
    # Nothing: NUL bytes, which no shell keeps, or the file was rotated a moment ago; then the rest is in its copy.
    [ "$got" -gt 0 ] || { again=$(facts "$1"); [ "\${again%% *}" = "$2" ] && [ "\${again##* }" -ge $((at + want)) ] || return; }
    printf 'B %s %s %s %s %s\n%s' "$2" "$at" "$want" "$got" "$5" "$data"
    at=$((at + want)); left=$((left - want))
  done
}
# mark FILE POSITION BYTES: so many bytes before the position, in hex.
mark() { tail -c +$(($2 - $3 + 1)) "$1" 2>/dev/null | head -c "$3" | od -A n -v -t x1 | tr -d ' \n'; }
# marked FILE POSITION MARK: the bytes before the position are those of the mark, where there is one.
marked() { [ -z "$3" ] || [ "$(mark "$1" "$2" $((\${#3} / 2)))" = "$3" ]; }
# rest_of_copies FILE POSITION MARK: of the newest copy that has the mark the rest, then those that are newer.
rest_of_copies() {
  found=
  for old in $(siblings "$1"); do
    old_now=$(facts "$old")
    [ "\${old_now##* }" -ge "$2" ] && marked "$old" "$2" "$3" && found=$old
  done
  from=
  for old in $(siblings "$1"); do
    old_now=$(facts "$old")
    if [ -n "$from" ]; then send "$old" "\${old_now%% *}" 0 "\${old_now##* }" "$1"
    elif [ "$old" = "$found" ]; then from=1; send "$old" "\${old_now%% *}" "$2" $((\${old_now##* } - $2)) "$1"; fi
  done
}
of_another() {
  case $1 in "$SW_PATH") return 1 ;; *.gz|*.xz|*.bz2|*.zst) return 0 ;; esac
  for i in $slots; do
    eval "path=\$path_$i"
    [ -n "$path" ] || continue
    case $1 in "$path".[0-9]*|"$path"-[0-9][0-9][0-9][0-9]*|"$path".old) return 0 ;; esac
  done
  return 1
}
slot() {
  free=
  for i in $slots; do
    eval "path=\$path_$i"
    if [ "$path" = "$1" ]; then eval "seen_$i=$round"; return 0; fi
    [ -n "$free" ] || eval "[ -n \"\$path\" ] && [ $((round - 60)) -le \"\$seen_$i\" ] || free=$i"
  done
  [ -n "$free" ] || return 1
  i=$free; eval "path_$i=\$1; seen_$i=$round; ino_$i=; pos_$i=0; mark_$i=; state_$i=; waited_$i=0"
  [ -n "$first" ] || return 0
  for line in $SW_FROM; do
    rest=\${line#* }
    [ "\${rest#* }" = "$1" ] || continue
    place=\${rest%% *}
    eval "ino_$i=\${line%% *}; pos_$i=\${place%%:*}; mark_$i=\${place#*:}"
  done
  return 0
}
first=1; round=0
slots='0
1
2
3
4
5
6
7
8
9
10
11
12
13
14
15
16
17
18
19'
while :; do
  for file in $SW_PATH; do
    of_another "$file" && continue
    slot "$file" || continue
    eval "ino=\$ino_$i; pos=\$pos_$i; mark=\$mark_$i; mark_$i="
    now=$(facts "$file")
    state=ok; waited=0
    if [ -n "$now" ] && [ -f "$file" ] && [ -r "$file" ]; then
      eval "[ -z \"\$state_$i\" ] || [ \"\$state_$i\" = ok ]" || printf 'S ok %s\n' "$file"
      inode=\${now%% *}; size=\${now##* }
      if [ -z "$ino" ]; then
        ino=$inode
        if [ -n "$first" ] && [ -z "$SW_WHOLE" ]; then pos=$size; else pos=0; fi
        most=64; [ "$pos" -lt "$most" ] && most=$pos
        printf 'P %s %s:%s %s\n' "$ino" "$pos" "$(mark "$file" "$pos" "$most")" "$file"
      elif [ "$ino" != "$inode" ]; then
        found=; grown=; eval "waited=\$((waited_$i + 1))"
        for old in $(siblings "$file"); do
          old_now=$(facts "$old"); old_size=\${old_now##* }
          if [ -n "$found" ]; then send "$old" "\${old_now%% *}" 0 "$old_size" "$file"
          elif [ "\${old_now%% *}" = "$ino" ]; then
            found=1
            [ "$old_size" -gt "$pos" ] && { grown=1; send "$old" "$ino" "$pos" $((old_size - pos)) "$file"; pos=$at; }
            [ "$waited" -eq 1 ] || [ -n "$grown" ] && [ "$waited" -le 10 ] && { found=wait; break; }
          fi
        done
        if [ "$found" = wait ]; then size=0; else ino=$inode; pos=0; waited=0; fi
      elif [ "$size" -lt "$pos" ] || ! marked "$file" "$pos" "$mark"; then
        rest_of_copies "$file" "$pos" "$mark"
        pos=0
      fi
      if [ "$size" -gt "$pos" ]; then send "$file" "$ino" "$pos" $((size - pos)) "$file"; pos=$at; fi
    else
      if [ -d "$file" ]; then state=directory; elif [ -e "$file" ]; then state=unreadable; else state=missing; fi
      eval "before=\$state_$i"; [ "$before" = "$state" ] || printf 'S %s %s\n' "$state" "$file"
    fi
    eval "ino_$i=$ino; pos_$i=$pos; state_$i=$state; waited_$i=$waited"
  done
  first=; round=$((round + 1))
  sleep 1
done
`.replaceAll('\\${', '${');

/**
 * A command whose output is followed. It ends with its input, even when it prints nothing: a `tail -f` would stay for ever otherwise.
 * Its text is neither in the arguments of a process nor in the environment of what it starts.
 */
export const commandFollower = `
exec 3<&0
read -r a b c d group rest < /proc/$$/stat
[ "$group" = $$ ] && group=-$$ || group=$$
(cat <&3 >/dev/null 2>&1; kill -TERM $group 2>/dev/null) &
text=$SW_COMMAND
unset SW_COMMAND SW_PATH SW_FROM a b c d rest
(eval "$text") </dev/null 3<&-
exit $?
`;
