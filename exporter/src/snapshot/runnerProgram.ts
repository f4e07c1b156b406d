import { oneLine } from '../ssh/readers/oneLine.ts';
import type { ReaderRung } from '../ssh/session.ts';
import { awkProgram as awkText } from './awkCount.ts';
import { perlString, shWord } from './runText.ts';
import type { Run } from './snapshot.ts';

/** The longest a run may take, in seconds; one that asks many mounts gives each a few seconds itself. */
export const runBound = 20;

/**
 * The program that does runs on a server: it is started once per session, holds the text of every run, and then does those
 * it is told to, one after the other. A new channel with a new login shell for each would cost the server more than all
 * the runs do. It ends with its standard input, so nothing outlives the connection.
 */
export interface RunnerProgram {
  /** For the login shell, whichever that is: no `!`, no newline, quotes only around what `oneLine` has made. */
  command: string;
  /** What standard input begins with. */
  setUp: string;
  /** The lines that ask for runs. */
  request(batch: readonly Wanted[]): string;
}

export interface Wanted {
  name: string;
  args: readonly string[];
}

type Texts = ReadonlyArray<Pick<Run, 'name' | 'script' | 'perl' | 'awk'>>;

/**
 * Functions in a long-lived sh. A subshell keeps `exit`, `cd` and variables of a run to itself; marks begin on a line of
 * their own, whatever came before. On a server that has busybox without its links there is no `sh`.
 */
function shProgram(runs: Texts, nonce: string, closing = ''): RunnerProgram {
  const places = new Map(runs.map(({ name }, place) => [name, `run_${place}`]));
  const functions = runs.map(({ name, script }) => `${places.get(name)}() {\n${script}\n}\n`);
  return {
    command: 'sh || busybox sh',
    setUp: `LC_ALL=C; export LC_ALL\n${functions.join('')}printf '\\n${nonce} r\\n'\n`,
    // The end of a run and the beginning of the next one are told in one write: each one wakes sshd, and us.
    request: (batch) =>
      batch
        .map(({ name, args }, at) => {
          const next = batch[at + 1];
          const begun = at === 0 ? `printf '\\n${nonce} b ${name}\\n'; ` : '';
          const run = `(${[places.get(name), ...args.map(shWord)].join(' ')}) </dev/null 2>/dev/null${closing}`;
          const more = next === undefined ? '' : `\\n${nonce} b ${next.name}\\n`;
          return `${begun}${run}; printf '\\n${nonce} e %s\\n${more}' $?\n`;
        })
        .join(''),
  };
}

/** Starts sh, whose output is awk's input, and which has its own way out in descriptor 3; the awk program is $1. */
const withAwk = (nonce: string): string =>
  oneLine(`
LC_ALL=C;
export LC_ALL;
exec 3>&1;
s=sh;
a=awk;
command -v sh >/dev/null || s="busybox sh";
command -v awk >/dev/null || a="busybox awk";
# Without it mawk waits for 4 KiB of input; the awk of the BSDs does not know it.
[ "$($a -W interactive "BEGIN { print 7 }" </dev/null 2>/dev/null)" = 7 ] && a="$a -W interactive";
$s | $a -v n=${nonce} "$1"
`);

/**
 * The same beside an awk that stays, as starting one costs more than most of what it counts. sh does the other runs of
 * a batch first: what awk prints comes when it likes, and so behind all of them. Nothing but what feeds awk holds the
 * pipe to it open, or it would outlive a sh that left a stuck process behind.
 */
function awkProgram(runs: Texts, nonce: string): RunnerProgram {
  const sh = shProgram(runs, nonce, ' 4>&-');
  const feeds = new Map(runs.flatMap(({ name, awk }, place) => (awk ? [[name, `feed_${place}`]] : [])));
  const functions = runs.flatMap(({ name, awk }) => (awk ? [`${feeds.get(name)}() {\n${awk.feed}\n}\n`] : []));
  const words = `'${withAwk(nonce)}' sh '${awkText(runs)}'`;
  return {
    command: `sh -c ${words} || busybox sh -c ${words}`,
    setUp: `exec 4>&1 >&3 3>&-\n${functions.join('')}${sh.setUp}`,
    request(batch) {
      const counted = batch.filter(({ name }) => feeds.has(name));
      const lines = counted.map(
        ({ name }) =>
          `{ echo '${nonce} b ${name}'; ${feeds.get(name)}; echo '${nonce} e 0'; } </dev/null 2>/dev/null >&4\n`
      );
      return sh.request(batch.filter(({ name }) => !feeds.has(name))) + lines.join('');
    },
  };
}

/**
 * Subroutines in a long-lived perl. Those in Perl run in this process: a fork of it would cost more than most of them.
 * `exit` therefore only leaves the run, but in a child that a run forked. A run without perl text is given to sh, in a
 * process group of its own, so that all it began can be killed; `waitpid` gives up by SIGALRM: perlipc(1), Signals.
 */
const perlDriver = (bound: number): string =>
  `
use vars qw(%run $nonce);
BEGIN { *CORE::GLOBAL::exit = sub (;$) { die bless [@_ ? $_[0] : 0], "Left" }; }
$ENV{LC_ALL} = "C";
open STDERR, ">", "/dev/null";
sub note { print "\\n$nonce @_\\n"; }
# What a run printed goes out with the mark behind it: $| lets go of what waits.
sub mark { note(@_); $| = 1; $| = 0; }
sub ended {
  my ($pid, $seconds) = @_;
  my $got = 0;
  eval { local $SIG{ALRM} = sub { die }; alarm $seconds; $got = waitpid $pid, 0; alarm 0; };
  alarm 0;
  return $got == $pid;
}
sub shell {
  my $text = shift;
  my $pid = fork;
  return 126 unless defined $pid;
  if (!$pid) { setpgrp; exec "sh", "-c", $text, "sh", @_ or CORE::exit(127); }
  return $? & 127 ? 128 + ($? & 127) : $? >> 8 if ended($pid, ${bound});
  kill "KILL", -$pid;
  ended($pid, 1);
  return "hung";
}
sub perl {
  my $code = shift;
  local @ARGV = @_;
  my $main = $$;
  my $left = eval { $code->(); 1 } ? 0 : ref $@ eq "Left" ? $@->[0] : 255;
  CORE::exit($left) if $$ != $main;
  return $left;
}
sub serve {
  # Requests come only after the mark, so none is in a buffer yet; what runs begin shall not read them.
  open my $requests, "<&", STDIN or CORE::exit(1);
  open STDIN, "<", "/dev/null";
  mark("r");
  while (defined(my $line = <$requests>)) {
    chomp $line;
    # Another run is at hand, whose mark takes the end of this one along: each write wakes sshd, and us.
    my $more = $line =~ s/^\\+//;
    my ($name, @words) = map { s/%(..)/chr hex $1/ge; $_ } split /\\t/, $line, -1;
    mark("b $name");
    my $code = ref $run{$name} ? perl($run{$name}, @words) : shell($run{$name}, @words);
    if ($more) { note("e $code") } else { mark("e $code") }
    1 while waitpid(-1, 1) > 0;
  }
  CORE::exit(0);
}
`.replace(/^\s+/gm, '');

/** Bytes other than plain letters as %XX: a word may hold tabs and newlines. */
const percentEncoded = (word: string): string =>
  [...Buffer.from(word)]
    .map((byte) =>
      /[\w/.:-]/.test(String.fromCharCode(byte)) && byte < 128
        ? String.fromCharCode(byte)
        : `%${byte.toString(16).padStart(2, '0')}`
    )
    .join('');

function perlProgram(runs: Texts, nonce: string, bound: number): RunnerProgram {
  const texts = runs.map(({ name, script, perl }) =>
    perl === undefined
      ? `$run{${perlString(name)}} = ${perlString(script)};\n`
      : `$run{${perlString(name)}} = sub {\n${perl}\n};\n`
  );
  return {
    command: 'perl -',
    // perl takes its program from standard input up to __END__, which leaves the rest to be read: perldata(1).
    setUp: `${perlDriver(bound)}$nonce = ${perlString(nonce)};\n${texts.join('')}serve();\n__END__\n`,
    request: (batch) =>
      batch
        .map(
          ({ name, args }, at) =>
            `${at + 1 < batch.length ? '+' : ''}${[name, ...args].map(percentEncoded).join('\t')}\n`
        )
        .join(''),
  };
}

/** How many seconds a run may take is told where perl watches over it. */
export function runnerProgram(
  runs: Texts,
  { rung, nonce, bound = runBound }: { rung: ReaderRung | undefined; nonce: string; bound?: number }
): RunnerProgram {
  return rung === 'perl' ? perlProgram(runs, nonce, bound) : (rung === 'awk' ? awkProgram : shProgram)(runs, nonce);
}
