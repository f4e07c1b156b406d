import React, { type ComponentProps } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { RadioButtonGroup, useStyles2 } from '@grafana/ui';

/** One of a few; on a phone the choices take more lines, where Grafana's own would hide the last ones at its edge. */
export function Choice<T>(props: ComponentProps<typeof RadioButtonGroup<T>>) {
  const { choice } = useStyles2(getStyles);
  return <RadioButtonGroup {...props} className={choice} />;
}

const getStyles = (theme: GrafanaTheme2) => ({
  choice: css({ [theme.breakpoints.down('md')]: { '&&': { flexWrap: 'wrap', height: 'auto', maxWidth: '100%' } } }),
});
