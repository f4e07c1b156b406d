import { SshFailure, type ReadPlan } from '../session.ts';
import { oneLine } from './oneLine.ts';
import { isPlainPath, type ReaderProgram } from './program.ts';
import { separatedReply } from './separatedReply.ts';
import { tabRequests } from './tabRequests.ts';

/** A file whose content is the same from boot to boot of a server, and no other's: it separates the files in cat's output. */
export const separatorFile = '/proc/sys/kernel/random/boot_id';

/**
 * For servers without perl and awk: one cat per request, gathered by the shell so that it leaves in one write.
 * read takes a system call per byte, so a list of files is sent once and then called by its number.
 */
export const source = `
LC_ALL=C;
export LC_ALL;
n=$1;
mark=${separatorFile};
IFS= read -r boot <$mark || exit 9;
tab=$(printf "\\t");
set -f;
printf "\\n%s ready %s\\n" "$n" "$boot";
while IFS= read -r line; do
  id=\${line%%"$tab"*};
  line=\${line#*"$tab"};
  slot=\${line%%"$tab"*};
  if [ "$slot" = "$line" ]; then
    eval "list=\\$list$slot";
  else
    line=\${line#*"$tab"};
    # Never empty: cat without a name would read the next request.
    list=$mark$tab;
    IFS=$tab;
    for file in $line; do list=$list$file$tab$mark$tab; done;
    eval "list$slot=\\$list";
  fi;
  IFS=$tab;
  # An error takes the place of the content; $( ) drops the newline after the last mark, and with it nothing of a file.
  out=$(cat $list 2>&1);
  printf "\\n%s %s\\n%s\\n%s.\\n" "$n" "$id" "$out" "$n";
done
`;

/** Lists kept by the remote shell. */
const slots = 16;

const encode = tabRequests((path) => isPlainPath(path) && path !== separatorFile, false);

export const sh: ReaderProgram = {
  rung: 'sh',
  readsLinks: false,
  command: (nonce) => `sh -c '${oneLine(source)}' sh ${nonce}`,
  dialogue(nonce, ready, cap) {
    if (!/^[0-9a-f-]{36}$/.test(ready)) {
      throw new SshFailure('reader', `${separatorFile} reads "${ready}"`);
    }
    // The separator itself is known already; between two of itself it could not be told apart.
    const sent: ReadPlan[] = [];
    let next = 0;
    return {
      request(id, plan) {
        const { text, files } = encode(plan);
        const parser = separatedReply(
          nonce,
          id,
          files,
          `${ready}\n`,
          plan.files.includes(separatorFile) ? separatorFile : undefined,
          cap
        );
        const known = sent.indexOf(plan);
        if (known >= 0) {
          return { text: `${id}\t${known}\n`, parser };
        }
        const slot = next;
        next = (next + 1) % slots;
        sent[slot] = plan;
        return { text: `${id}\t${slot}${text === '' ? '\t' : text}\n`, parser };
      },
    };
  },
};
