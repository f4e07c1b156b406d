import React, { useState, type FormEvent } from 'react';
import { Button, Field, FieldSet, Input, SecretInput } from '@grafana/ui';
import { notify } from '../../data/notify';
import type { AppSettings } from '../../data/settings';
import { saveSettings } from './saveSettings';
import { urlProblem } from './urlProblem';

interface ConnectionSectionProps {
  settings: AppSettings;
  tokenSet: boolean;
  enabled: boolean;
}

export function ConnectionSection({ settings, tokenSet, enabled }: ConnectionSectionProps) {
  const [url, setUrl] = useState(settings.exporterUrl ?? '');
  const [token, setToken] = useState('');
  const [kept, setKept] = useState(tokenSet);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const wrongUrl = tried ? urlProblem(url) : undefined;
  const wrongToken = tried && !kept && token.trim() === '' ? 'Paste the token that `shellwatch tokens add grafana --kind grafana` prints.' : undefined;

  const save = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (urlProblem(url) !== undefined || (!kept && token.trim() === '')) {
      return;
    }
    setBusy(true);
    const exporterUrl = url.trim().replace(/\/+$/, '');
    const words = [
      ...(exporterUrl === settings.exporterUrl ? [] : [`Exporter address: ${exporterUrl}`]),
      ...(kept ? [] : ['A new API token']),
      ...(enabled ? [] : ['The app is enabled for this organisation']),
    ];
    try {
      await saveSettings({ ...settings, exporterUrl }, kept ? undefined : token.trim(), words);
    } catch (error) {
      notify.error('The settings were not saved', error);
      setBusy(false);
    }
  };

  return (
    <form onSubmit={save} noValidate>
      <FieldSet label="Exporter">
        <Field label="Address" description="Where Grafana's server reaches the exporter. Browsers never talk to it themselves." invalid={wrongUrl !== undefined} error={wrongUrl}>
          <Input id="exporter-url" value={url} placeholder="http://127.0.0.1:9850" onChange={(event) => setUrl(event.currentTarget.value)} onBlur={() => setTried(tried || url !== '')} />
        </Field>
        <Field label="API token" description="A token of the kind grafana. Grafana keeps it encrypted and adds it to each request." invalid={wrongToken !== undefined} error={wrongToken}>
          <SecretInput id="api-token" isConfigured={kept} value={token} onChange={(event) => setToken(event.currentTarget.value)} onReset={() => setKept(false)} />
        </Field>
        <Button type="submit" disabled={busy}>
          {busy ? 'Saving' : 'Save and test'}
        </Button>
      </FieldSet>
    </form>
  );
}
