import { spawn } from 'node:child_process';

export interface Sampled {
  /** Times all processes were looked at. */
  samples: number;
  /** Times a process named sudo was among them. */
  sudos: number;
  /** Times a process showed the secret in its arguments or environment. */
  secrets: number;
  /** The same for the word that is there to be seen. */
  words: number;
}

/** Reads arguments and environment of every process, as root's `ps -ef e` would, again and again. Its own two words come over standard input. */
const program = String.raw`
my ($secret, $word) = split ' ', scalar <STDIN>;
my ($stop, $samples, $sudos, $secrets, $words) = (0, 0, 0, 0, 0);
$SIG{TERM} = sub { $stop = 1 };
$| = 1; print "ready\n";
until ($stop) {
  opendir(my $proc, '/proc'); my @pids = grep { /^\d+$/ && $_ != $$ } readdir $proc; closedir $proc;
  for my $pid (@pids) {
    my $text = '';
    for my $file ('cmdline', 'environ') { open(my $in, '<', "/proc/$pid/$file") or next; local $/; $text .= (<$in> // '') . "\0" }
    $sudos++ if $text =~ /^sudo\0/; $secrets++ if index($text, $secret) >= 0; $words++ if index($text, $word) >= 0;
  }
  $samples++;
  print "$samples $sudos $secrets $words\n";
}
`;

export interface Sampler {
  /** What was seen up to now. */
  seen(): Sampled;
  stop(): Promise<Sampled>;
}

export function startSampler(secret: string, word: string): Sampler {
  const child = spawn('perl', ['-e', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said = `${said}${text}`.slice(-1000)));
  child.stdin.end(`${secret} ${word}\n`);
  const seen = (): Sampled => {
    // The last line that is whole.
    const [samples = 0, sudos = 0, secrets = 0, words = 0] = (/(?:^|\n)([\d ]+)\n[^\n]*$/.exec(said)?.[1] ?? '').split(' ').map(Number);
    return { samples, sudos, secrets, words };
  };
  return {
    seen,
    stop: () =>
      new Promise((resolve) => {
        child.once('close', () => resolve(seen()));
        child.kill('SIGTERM');
      }),
  };
}
