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
}
print "$samples $sudos $secrets $words\n";
`;

export function startSampler(secret: string, word: string): { stop(): Promise<Sampled> } {
  const child = spawn('perl', ['-e', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stdin.end(`${secret} ${word}\n`);
  return {
    stop: () =>
      new Promise((resolve) => {
        child.once('close', () => {
          const [samples = 0, sudos = 0, secrets = 0, words = 0] = (said.split('\n')[1] ?? '').split(' ').map(Number);
          resolve({ samples, sudos, secrets, words });
        });
        child.kill('SIGTERM');
      }),
  };
}
