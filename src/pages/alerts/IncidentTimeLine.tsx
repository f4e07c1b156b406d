import React from 'react';
import { css } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2 } from '@grafana/data';
import { Icon, Text, Tooltip, useStyles2, type IconName } from '@grafana/ui';
import type { IncidentEvent } from '../../../contract/incident.ts';
import { Ago } from '../../components/Ago';
import { personName } from '../../components/personName';

/** What each kind of event is called, and its mark. */
const kinds: Record<IncidentEvent['kind'], [words: string, icon: IconName]> = {
  fired: ['fired', 'bell'],
  severity: ['changed its severity', 'exclamation-triangle'],
  refired: ['fired again', 'bell'],
  flapping: ['comes and goes', 'sync'],
  notified: ['told', 'envelope'],
  notify_failed: ['could not tell', 'exclamation-circle'],
  escalated: ['escalated', 'arrow-up'],
  acknowledged: ['acknowledged', 'check'],
  unacknowledged: ['took the acknowledgement back', 'history-alt'],
  assigned: ['assigned to', 'user'],
  commented: ['wrote', 'comment-alt'],
  silenced: ['silenced', 'bell-slash'],
  unsilenced: ['ended the silence', 'bell'],
  resolved: ['resolved', 'check-circle'],
  reopened: ['opened again', 'repeat'],
  corrected: ['put right', 'wrench'],
  maintenance: ['is in maintenance', 'wrench'],
};
/** Their text names the channel already. */
const told: ReadonlySet<IncidentEvent['kind']> = new Set(['notified', 'notify_failed']);
const instant = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;
/** Times within a text as the person's Grafana writes them. */
const inOwnZone = (text: string) => text.replace(instant, (at) => dateTimeFormat(at));

/** Everything that happened, oldest first; nothing in it is ever rewritten. */
export function IncidentTimeLine({ events }: { events: IncidentEvent[] }) {
  const styles = useStyles2(getStyles);
  return (
    <section aria-label="Time line">
      <Text element="h3" variant="h5">
        Time line
      </Text>
      <ol className={styles.list}>
        {events.map(({ id, at, kind, actor, channel, text }) => {
          const [words, icon] = kinds[kind];
          return (
            <li key={id} className={styles.item}>
              <span className={styles.mark}>
                <Icon name={icon} size="sm" />
              </span>
              <span className={styles.time}>
                <Tooltip content={<Ago at={at} />}>
                  <time dateTime={at} tabIndex={0}>
                    {dateTimeFormat(at, { format: sameDay(at) ? 'HH:mm:ss' : 'MMM D, HH:mm' })}
                  </time>
                </Tooltip>
              </span>
              <span className={styles.text}>
                <Text weight="medium">{personName(actor)}</Text> {words}
                {text !== '' && kind !== 'commented' && <span> {inOwnZone(text)}</span>}
                {channel !== null && channel !== actor && !told.has(kind) && <Text color="secondary"> from {channel}</Text>}
                {kind === 'commented' && <div className={styles.comment}>{text}</div>}
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

const sameDay = (at: string) => dateTimeFormat(at, { format: 'YYYYMMDD' }) === dateTimeFormat(Date.now(), { format: 'YYYYMMDD' });

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', margin: theme.spacing(1, 0, 0) }),
  item: css({
    display: 'grid',
    gridTemplateColumns: '24px 92px 1fr',
    columnGap: theme.spacing(1),
    padding: theme.spacing(0.75, 0),
    alignItems: 'start',
    [theme.breakpoints.down('sm')]: { gridTemplateColumns: '24px 1fr', '& > :nth-child(3)': { gridColumn: 2 } },
  }),
  mark: css({ display: 'inline-flex', justifyContent: 'center', alignItems: 'center', width: 22, height: 22, borderRadius: theme.shape.radius.circle, background: theme.colors.background.secondary, color: theme.colors.text.secondary }),
  time: css({ color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }),
  text: css({ minWidth: 0, overflowWrap: 'anywhere' }),
  comment: css({ marginTop: theme.spacing(0.5), padding: theme.spacing(1), background: theme.colors.background.secondary, borderRadius: theme.shape.radius.default, whiteSpace: 'pre-wrap' }),
});
