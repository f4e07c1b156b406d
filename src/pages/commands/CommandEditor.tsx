import React, { useState } from 'react';
import { css } from '@emotion/css';
import { useNavigate } from 'react-router-dom';
import { locationUtil, type GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, LinkButton, Stack, useStyles2 } from '@grafana/ui';
import { CommandInput, type Command } from '../../../contract/command.ts';
import { useUnsavedGuard } from '../../components/useUnsavedGuard';
import { fieldErrors } from '../../data/apiError';
import { etag } from '../../data/etag';
import { paths } from '../../data/paths';
import { useAction } from '../../data/useAction';
import { CommandBasics } from './CommandBasics';
import { CommandLimits } from './CommandLimits';
import { draftOf, draftProblems, emptyDraft, type CommandDraft } from './commandDraft';
import { ExtractionList } from './ExtractionList';
import { ParameterList } from './ParameterList';
import { TryCommand } from './TryCommand';

export interface EditorProps {
  draft: CommandDraft;
  problems: Record<string, string>;
  onChange: (change: Partial<CommandDraft>) => void;
}

/** A command with what it measures beside it: matches and metric lines change as the patterns are typed. */
export function CommandEditor({ saved }: { saved: Command | undefined }) {
  const styles = useStyles2(getStyles);
  const navigate = useNavigate();
  const [draft, setDraft] = useState<CommandDraft>(() => (saved === undefined ? emptyDraft : draftOf(saved)));
  const [tried, setTried] = useState(false);
  const [dirty, setDirty] = useState(false);
  const { dialog } = useUnsavedGuard(dirty);
  const save = useAction(
    (client, body: CommandInput) => (saved === undefined ? client.createCommand({ body }) : client.replaceCommand({ params: { id: saved.id }, body, ifMatch: etag(saved) })),
    { failed: (body) => `${body.name} was not saved`, done: ({ name }) => `${name} saved`, invalidates: ['commands'], quiet: true }
  );
  const refused = save.error === undefined ? {} : Object.fromEntries(fieldErrors(save.error).map(({ field, message }) => [field, message]));
  const problems = { ...refused, ...(tried ? draftProblems(draft) : {}) };
  const send = async () => {
    setTried(true);
    const checked = CommandInput.safeParse(draft);
    if (!checked.success) {
      return;
    }
    setDirty(false);
    const made = await save.run(checked.data);
    if (made === undefined) {
      setDirty(true);
    } else {
      navigate(locationUtil.stripBaseFromUrl(paths.command(made.id)));
    }
  };
  const props: EditorProps = {
    draft,
    problems,
    onChange: (change) => {
      setDraft((present) => ({ ...present, ...change }));
      setDirty(true);
    },
  };
  return (
    <div className={styles.columns}>
      {dialog}
      <Stack direction="column" gap={2}>
        <CommandBasics {...props} />
        <ParameterList {...props} />
        <ExtractionList {...props} />
        <CommandLimits {...props} />
        {save.error !== undefined && (
          <Alert severity="error" title={save.error.code === 'precondition_failed' ? 'Somebody else changed this command' : 'The command was not saved'}>
            {save.error.message} ({save.error.code})
          </Alert>
        )}
        <Stack gap={1}>
          <Button disabled={save.busy} onClick={() => void send()}>
            Save command
          </Button>
          <LinkButton variant="secondary" fill="text" href={saved === undefined ? paths.commands() : paths.command(saved.id)}>
            Cancel
          </LinkButton>
        </Stack>
      </Stack>
      <TryCommand draft={draft} />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  columns: css({ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)', gap: theme.spacing(4), [theme.breakpoints.down('lg')]: { gridTemplateColumns: 'minmax(0, 1fr)' } }),
});
