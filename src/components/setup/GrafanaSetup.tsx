import React, { useState } from 'react';
import { config } from '@grafana/runtime';
import { Alert, Badge, Button, Field, Input, Stack, Text } from '@grafana/ui';
import type { GrafanaLink } from '../../../contract/grafanaLink.ts';
import { Ago } from '../Ago';
import { Facts } from '../Facts';
import { QueryView } from '../QueryView';
import { makeGrafanaAccount } from '../../data/grafanaAccount';
import { useAction } from '../../data/useAction';
import { useGrafanaLink } from '../../data/useGrafanaLink';

const colors = { off: 'blue', starting: 'blue', ok: 'green', failing: 'red' } as const;
const words = {
  off: 'not set: incidents rest on messages alone, and Telegram can not silence',
  starting: 'set, compares within a minute',
  ok: 'incidents agree with Grafana',
  failing: 'can not be asked',
} as const;

/** The exporter's way back to Grafana: an account of least privilege, made with one click. */
export function GrafanaSetup() {
  const link = useGrafanaLink();
  return (
    <section aria-label="Grafana">
      <Text element="h3" variant="h4">
        Grafana alerting
      </Text>
      <QueryView query={link} what="the connection to Grafana">
        {(data) => (
          <Stack direction="column" gap={2}>
            <Facts
              facts={[
                ['State', <span key="state"><Badge text={data.state} color={colors[data.state]} /> {words[data.state]}</span>],
                ...(data.lastError === null ? [] : [['Error', data.lastError] as [string, string]]),
                ['Address', data.url ?? '–'],
                ['Last message', <Ago key="heard" at={data.lastWebhookAt} />],
                ['Last compared', <Ago key="compared" at={data.lastComparedAt} />],
                ['Put right', String(data.corrected)],
              ]}
            />
            {data.from === 'configuration' ? <Text color="secondary">Set by SHELLWATCH_GRAFANA_URL and its token.</Text> : <MakeAccount link={data} />}
          </Stack>
        )}
      </QueryView>
    </section>
  );
}

function MakeAccount({ link }: { link: GrafanaLink }) {
  const [url, setUrl] = useState(link.url ?? config.appUrl);
  const [problem, setProblem] = useState<string>();
  const put = useAction((client, body: { url: string | null; token?: string }) => client.putGrafanaLink({ body }), {
    failed: () => 'The connection was not set',
    done: ({ url }) => (url === null ? 'The exporter no longer asks Grafana' : 'The exporter can silence and compare now'),
    invalidates: ['grafana-link'],
  });
  const make = async () => {
    setProblem(undefined);
    try {
      const token = await makeGrafanaAccount();
      await put.run({ url: url.replace(/\/+$/, ''), token });
    } catch (error) {
      const data = (error as { data?: { message?: string } }).data;
      setProblem(data?.message ?? (error instanceof Error ? error.message : String(error)));
    }
  };
  return (
    <Stack direction="column" gap={2} alignItems="flex-start">
      <Stack direction="column" width="100%" maxWidth={50}>
        <Field label="Grafana as the exporter reaches it" noMargin>
          <Input id="grafana-url" value={url} onChange={(event) => setUrl(event.currentTarget.value)} />
        </Field>
      </Stack>
      {problem !== undefined && <Alert severity="error" title="The account was not made">{problem}</Alert>}
      <Stack gap={1}>
        <Button disabled={put.busy || url === ''} onClick={() => void make()}>
          {link.tokenSet ? 'Make a new token' : 'Create the service account'}
        </Button>
        {link.tokenSet && (
          <Button variant="secondary" disabled={put.busy} onClick={() => void put.run({ url: null })}>
            Remove the connection
          </Button>
        )}
      </Stack>
      <Text color="secondary" variant="bodySmall">
        Makes shellwatch-exporter with role None and Edit on the folder of the rules: it can silence their alerts and read their states, nothing else.
      </Text>
    </Stack>
  );
}
