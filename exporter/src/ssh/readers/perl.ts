import { lengthReply } from './lengthReply.ts';
import { oneLine } from './oneLine.ts';
import { isPlainPath, type ReaderProgram } from './program.ts';
import { tabRequests } from './tabRequests.ts';

/** The cheapest rung: files of /proc and /sys stay open and are read again from their start, one write per reply. */
export const source = `
$n = shift;
# The wall clock with fractions, where the installation has the module (perl-base of Debian lacks it).
$now = eval { require Time::HiRes; \\&Time::HiRes::time } || sub { time };

# The rest of an open file; undefined when reading fails.
sub slurp {
  my ($file, $text, $got) = (shift, "");
  while ($got = sysread($file, $text, 131072, length $text)) { last if length($text) > 67108864; }
  return defined $got ? $text : undef;
}

# print would write in pieces of 8 KiB, each of which wakes sshd.
sub put {
  my ($out, $at) = (shift, 0);
  while ($at < length $out) {
    my $done = syswrite(STDOUT, $out, length($out) - $at, $at);
    exit unless $done;
    $at += $done;
  }
}

put("\\n$n ready perl\\n");
while (defined($line = <STDIN>)) {
  chomp $line;
  my ($id, @paths) = split /\\t/, $line;
  my ($head, $body) = ("$n $id " . $now->(), "");
  for my $path (@paths) {
    my $text;
    if ($path =~ s/^>//) {
      $text = readlink $path;
    } else {
      if (my $kept = $open{$path}) {
        $text = slurp($kept) if defined sysseek($kept, 0, 0);
        # A device that went away: closed, and tried anew below.
        delete $open{$path} unless defined $text;
      }
      # Only regular files: opening a pipe would wait for a writer.
      if (not defined $text and -f $path and open my $file, "<", $path) {
        $text = slurp($file);
        # Kept from the second time on, and never those of a disk, which are replaced by renaming.
        if (defined $text and $seen{$path}++ and $path =~ m{^/(proc|sys)/} and keys(%open) < 256) { $open{$path} = $file; }
      }
    }
    if (defined $text) { $head .= " " . length $text; $body .= $text; } else { $head .= " -"; }
  }
  put("$head\\n$body$n.\\n");
}
`;

const encode = tabRequests(isPlainPath, true);

export const perl: ReaderProgram = {
  rung: 'perl',
  readsLinks: true,
  command: (nonce) => `perl -e '${oneLine(source)}' ${nonce}`,
  dialogue(nonce, _ready, cap) {
    return {
      request(id, plan) {
        const { text, files, links } = encode(plan);
        return { text: `${id}${text}\n`, parser: lengthReply(nonce, id, files, links, cap) };
      },
    };
  },
};
