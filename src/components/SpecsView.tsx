import React from 'react';
import { css } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2 } from '@grafana/data';
import { Text, useStyles2 } from '@grafana/ui';
import type { SpecsData } from '../../contract/specs.ts';
import { Facts } from './Facts';
import { fieldLabel, fieldWords } from './fieldLabel';
import { specsFacts } from './specsFacts';

/** The specs of a server as names and values by subject; what could not be read says why. */
export function SpecsView({ specs }: { specs: SpecsData }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.grid}>
      {specsFacts(specs, (at) => dateTimeFormat(at)).map(({ title, facts }) => (
        <section key={title} aria-label={title}>
          <Text element="h3" variant="h6">
            {title}
          </Text>
          <Facts facts={facts} />
        </section>
      ))}
      {specs.missing.length > 0 && (
        <section aria-label="Not read">
          <Text element="h3" variant="h6">
            Not read
          </Text>
          <Facts facts={specs.missing.map(({ field, message }) => [fieldLabel(field.split('.').map(fieldWords)), message])} />
        </section>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  grid: css({ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 380px), 1fr))', gap: theme.spacing(3), alignItems: 'start' }),
});
