import React from 'react';
import { SimpleTable } from '../../components/SimpleTable';
import { useCommandFamilies } from '../../data/useCommandFamilies';

/** The newest values that commands measured on a server. */
export function CommandValues({ server }: { server: string }) {
  const families = useCommandFamilies(server).data ?? [];
  return (
    <SimpleTable
      title="Values"
      head={['Metric', 'Labels', 'Value']}
      rows={families.flatMap(({ name, samples }) => samples.map(({ labels, value }) => [name, Object.entries(labels).map(([key, text]) => `${key}=${text}`).join(', '), String(value)]))}
    />
  );
}
