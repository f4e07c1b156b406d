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
  /** For the login shell, whichever that is: no quotes, no `!`, no newline. */
  command: string;
  /** What standard input begins with. */
  setUp: string;
  /** The line that asks for one run. */
  request(name: string, args: readonly string[]): string;
}

type Texts = ReadonlyArray<Pick<Run, 'name' | 'script' | 'perl'>>;

/**
 * Functions in a long-lived sh. A subshell keeps `exit`, `cd` and variables of a run to itself; marks begin on a line of
 * their own, whatever came before. On a server that has busybox without its links there is no `sh`.
 */
function shProgram(runs: Texts, nonce: string): RunnerProgram {
  const places = new Map(runs.map(({ name }, place) => [name, `run_${place}`]));
  const functions = runs.map(({ name, script }) => `${places.get(name)}() {\n${script}\n}\n`);
  return {
    command: 'sh || busybox sh',
    setUp: `LC_ALL=C; export LC_ALL\n${functions.join('')}printf '\\n${nonce} r\\n'\n`,
    request: (name, args) =>
      `printf '\\n${nonce} b ${name}\\n'; (${[places.get(name), ...args.map(shWord)].join(' ')}) </dev/null 2>/dev/null; printf '\\n${nonce} e %s\\n' $?\n`,
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
sub mark { $| = 1; print "\\n$nonce @_\\n"; $| = 0; }
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
    my ($name, @words) = map { s/%(..)/chr hex $1/ge; $_ } split /\\t/, $line, -1;
    mark("b $name");
    my $code = ref $run{$name} ? perl($run{$name}, @words) : shell($run{$name}, @words);
    mark("e $code");
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
    request: (name, args) => `${[name, ...args].map(percentEncoded).join('\t')}\n`,
  };
}

export const runnerProgram = (runs: Texts, options: { perl: boolean; nonce: string; bound?: number }): RunnerProgram =>
  options.perl ? perlProgram(runs, options.nonce, options.bound ?? runBound) : shProgram(runs, options.nonce);
