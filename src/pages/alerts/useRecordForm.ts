import { useState } from 'react';
import type { z } from 'zod';
import type { Client } from '../../../contract/client.ts';
import { useFormDraft } from '../../components/useFormDraft';
import { useAction } from '../../data/useAction';

interface RecordFormOptions<Schema extends z.ZodType> {
  schema: Schema;
  noun: string;
  initial: z.input<Schema>;
  save: (client: Client, body: z.output<Schema>) => Promise<unknown>;
  invalidates: string[];
  onDone: () => void;
}

/** A draft of one record, checked by the contract when it is sent. */
export function useRecordForm<Schema extends z.ZodType>({ schema, noun, initial, save, invalidates, onDone }: RecordFormOptions<Schema>) {
  type Draft = z.input<Schema>;
  const { draft, setDraft, dirty } = useFormDraft<Draft>(() => initial);
  const [tried, setTried] = useState(false);
  const checked = schema.safeParse(draft);
  const issue = checked.success ? undefined : checked.error.issues[0];
  const action = useAction((client, body: z.output<Schema>) => save(client, body), { failed: () => `The ${noun} was not saved`, done: () => `The ${noun} was saved`, after: onDone, invalidates, quiet: true });
  return {
    draft,
    set: (change: Partial<Draft>) => setDraft({ ...(draft as object), ...(change as object) } as Draft),
    frame: {
      noun,
      problem: tried && issue !== undefined ? `${issue.path.join('.') || noun}: ${issue.message}` : undefined,
      error: action.error,
      busy: action.busy,
      dirty: dirty && !action.busy,
      onDone,
      onSave() {
        setTried(true);
        if (checked.success) {
          void action.run(checked.data);
        }
      },
    },
  };
}
