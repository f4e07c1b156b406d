import { useEffect, useState } from 'react';
import type { z } from 'zod';
import { CommandName, type CommandTrial } from '../../../contract/command.ts';
import { Extraction } from '../../../contract/extraction.ts';
import { useClient } from '../../data/appContext';
import { toApiError } from '../../data/apiError';
import type { CommandDraft } from './commandDraft';

export type Found = Pick<z.infer<typeof CommandTrial>, 'metrics' | 'exposition' | 'problems'>;

const afterKeyMs = 250;

/** Names that are no names yet stand for one: what is found does not hang on it. */
const nameOf = (name: string) => (CommandName.safeParse(name).success ? name : 'unnamed');

/** Why an extraction is none yet, by the contract's own rules. */
const wrongExtraction = (extractions: NonNullable<CommandDraft['extractions']>): string | undefined => {
  for (const [at, one] of extractions.entries()) {
    const issue = Extraction.safeParse(one).error?.issues[0];
    if (issue !== undefined) {
      return `Metric ${at + 1}, ${issue.path.join('.')}: ${issue.message}`;
    }
  }
  return undefined;
};

/** What the extractions find in the output: asked for a moment after the last key; a sentence when they are wrong. */
export function useFound({ name, extractions = [] }: CommandDraft, output: string): Found | string | undefined {
  const client = useClient();
  const [found, setFound] = useState<{ body: string; is: Found | string }>();
  const wrong = wrongExtraction(extractions);
  const body = JSON.stringify({ name: nameOf(name), extractions, output });
  const idle = output === '' || extractions.length === 0 || wrong !== undefined;
  useEffect(() => {
    if (idle) {
      return undefined;
    }
    const abort = new AbortController();
    const timer = setTimeout(() => {
      client.previewExtraction({ body: JSON.parse(body), signal: abort.signal }).then(
        (is) => setFound({ body, is }),
        (error: unknown) => !abort.signal.aborted && setFound({ body, is: toApiError(error).message })
      );
    }, afterKeyMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [client, body, idle]);
  if (idle) {
    return output === '' || extractions.length === 0 ? undefined : wrong;
  }
  return found?.is;
}
