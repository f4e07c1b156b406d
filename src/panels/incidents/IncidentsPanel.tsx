import React, { useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2, PanelProps } from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import { ScrollContainer, useStyles2 } from '@grafana/ui';
import { can } from '../../data/permissions';
import { notify } from '../../data/notify';
import { panelClient } from '../panelClient';
import { queryError } from '../queryError';
import { IncidentLine } from './IncidentLine';
import { incidentRows, type IncidentRow, type RowFilter } from './incidentRows';

export interface IncidentsOptions extends RowFilter {
  acknowledge: boolean;
  showServer: boolean;
}

/** Incidents as a list. Works with the incidents of the Shellwatch data source, and with any table that has their columns. */
export function IncidentsPanel({ data, options, width, height, id, fieldConfig }: PanelProps<IncidentsOptions>) {
  const styles = useStyles2(getStyles);
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set());
  const rows = data.series[0] === undefined ? undefined : incidentRows(data.series[0], options);
  if (rows === undefined) {
    return <PanelDataErrorView panelId={id} data={data} fieldConfig={fieldConfig} needsStringField message={queryError(data) ?? 'Choose a query of incidents: a table with text, severity and state.'} />;
  }
  const acknowledge = async (row: IncidentRow) => {
    try {
      await panelClient().acknowledgeIncident({ params: { id: row.id }, body: { comment: '' } });
      setTaken((present) => new Set([...present, row.id]));
    } catch (error) {
      notify.error(`Not acknowledged: ${row.text}`, error);
    }
  };
  return (
    <div style={{ width, height }}>
      <ScrollContainer>
        {rows.length === 0 ? (
          <div className={styles.none}>{options.onlyWaiting ? 'Nothing waits for a person.' : 'No incidents.'}</div>
        ) : (
          <ul className={styles.list}>
            {rows.map((row, at) => (
              <IncidentLine
                key={row.id === '' ? at : row.id}
                row={row.state === 'firing' && taken.has(row.id) ? { ...row, state: 'acknowledged' } : row}
                showServer={options.showServer}
                onAcknowledge={options.acknowledge && row.id !== '' && can('operate') ? () => void acknowledge(row) : undefined}
              />
            ))}
          </ul>
        )}
      </ScrollContainer>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', margin: 0 }),
  none: css({ color: theme.colors.text.secondary, padding: theme.spacing(1) }),
});
