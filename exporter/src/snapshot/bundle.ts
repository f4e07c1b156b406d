import { perlString, shText } from './runText.ts';
import type { Run } from './snapshot.ts';

/** A run with its words made up. */
export interface BundledRun extends Pick<Run, 'name' | 'script' | 'perl'> {
  args?: readonly string[];
}

/** One channel that does several runs, each framed by marks that hold a random nonce. */
export interface Bundle {
  /** A constant for the login shell, whichever that is: no quote but one pair of '…', no `!`, no newline. */
  command: string;
  stdin: string;
}

/** The longest a run may take, in seconds; one that asks many mounts gives each a few seconds itself. */
export const runBound = 20;
/** Nothing of a bundle outlives this, in seconds, even when the connection breaks and nobody can end it. */
const bundleBound = 60;

/** timeout(1) ends what a lost connection leaves behind; busybox and coreutils both know `-s KILL SECONDS`. */
const shellCommand = `sh -c 'if command -v timeout >/dev/null 2>&1; then exec timeout -s KILL ${bundleBound} sh -s; fi; exec sh -s'`;

/** Subshells keep `exit`, `cd` and variables of a run to itself; the marks begin on a line of their own, whatever came before. */
function shellBundle(runs: readonly BundledRun[], nonce: string): Bundle {
  const parts = runs.map(
    (run) =>
      `printf '\\n${nonce} b ${run.name}\\n'\n{\n${shText(run.script, run.args)}} </dev/null 2>/dev/null\nprintf '\\n${nonce} e %s\\n' $?\n`
  );
  return {
    command: shellCommand,
    stdin: `LC_ALL=C; export LC_ALL\n${parts.join('')}printf '\\n${nonce} d\\n'\nexit 0\n`,
  };
}

/**
 * One perl does it all: a process group per run, so that a hung run and its children can be killed and, where even SIGKILL
 * waits for the kernel (a dead NFS mount), left behind. `waitpid` gives up by SIGALRM: perlipc(1), Signals.
 * When the connection is gone, the next print fails and that is the end, after the run's group was killed.
 */
const perlDriver = (bound: number): string =>
  `
$| = 1;
$SIG{PIPE} = 'IGNORE';
$ENV{LC_ALL} = 'C';
sub wait_for {
  my ($pid, $seconds) = @_;
  my $got = 0;
  eval {
    local $SIG{ALRM} = sub { die };
    alarm $seconds;
    $got = waitpid($pid, 0);
    alarm 0;
  };
  alarm 0;
  return $got == $pid;
}
sub run {
  my ($name, $work, @arguments) = @_;
  print "\\n$nonce b $name\\n" or exit;
  my $pid = fork;
  return unless defined $pid;
  if (!$pid) {
    setpgrp;
    $| = 0;
    open STDIN, '<', '/dev/null';
    open STDERR, '>', '/dev/null';
    $SIG{PIPE} = 'DEFAULT';
    alarm ${bound + 1};
    exec 'sh', '-c', $work, 'sh', @arguments or exit 127 unless ref $work;
    @ARGV = @arguments;
    eval { $work->(); 1 } or exit 255;
    exit 0;
  }
  my $done = wait_for($pid, ${bound});
  my $status = $?;
  if (!$done) { kill 'KILL', -$pid; wait_for($pid, 1); }
  my $code = !$done ? 'hung' : $status & 127 ? 128 + ($status & 127) : $status >> 8;
  print "\\n$nonce e $code\\n";
}
`.replace(/^\s+/gm, '');

function perlBundle(runs: readonly BundledRun[], nonce: string, bound: number): Bundle {
  const parts = runs.map((run) => {
    const args = (run.args ?? []).map(perlString).join(', ');
    const work = run.perl === undefined ? perlString(run.script) : `sub {\n${run.perl}\n}`;
    return `run(${perlString(run.name)}, ${work}, ${args});\n`;
  });
  return {
    command: 'perl -',
    stdin: `our $nonce = ${perlString(nonce)};\n${perlDriver(bound)}${parts.join('')}print "\\n$nonce d\\n";\n`,
  };
}

export function bundleOf(
  runs: readonly BundledRun[],
  options: { perl: boolean; nonce: string; bound?: number }
): Bundle {
  return options.perl ? perlBundle(runs, options.nonce, options.bound ?? runBound) : shellBundle(runs, options.nonce);
}
