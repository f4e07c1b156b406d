import React, { useMemo } from 'react';
import { css, cx } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, IconButton, Stack, Text, useStyles2 } from '@grafana/ui';
import type { MaintenanceOccurrence } from '../../../contract/maintenance.ts';
import { useNow } from '../../components/useNow';
import { QueryView } from '../../components/QueryView';
import { useMaintenanceCalendar } from '../../data/useEscalation';
import { useUrlState } from '../../data/useUrlState';
import { calendarDays, monthTitle, onDay, otherMonth, readMonth, type CalendarDay } from './calendarMonth';
import { zoneName } from './localTime';

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** A month of maintenance: each time a window is open, on its days, by Grafana's clock. */
export function MaintenanceCalendar({ onOpen }: { onOpen: ((windowId: string) => void) | undefined }) {
  const styles = useStyles2(getStyles);
  const [state, change] = useUrlState({ month: '' });
  const month = readMonth(state.month);
  const days = useMemo(() => calendarDays(month), [month]);
  const calendar = useMaintenanceCalendar(new Date(days[0]?.from ?? 0).toISOString(), new Date(days.at(-1)?.to ?? 0).toISOString());
  const now = useNow();
  const today = dateTimeFormat(now, { format: 'YYYY-MM-DD' });
  return (
    <section aria-label="Calendar">
      <Stack gap={1} alignItems="center" wrap="wrap">
        <IconButton name="angle-left" size="xl" aria-label="Month before" onClick={() => change({ month: otherMonth(month, -1) })} />
        <IconButton name="angle-right" size="xl" aria-label="Month after" onClick={() => change({ month: otherMonth(month, 1) })} />
        <Text element="h3" variant="h4">
          {monthTitle(month)}
        </Text>
        {month !== readMonth('') && (
          <Button size="sm" variant="secondary" fill="text" onClick={() => change({ month: '' })}>
            This month
          </Button>
        )}
        <Text color="secondary" variant="bodySmall">
          Times in {zoneName()}
        </Text>
      </Stack>
      <QueryView query={calendar} what="the calendar">
        {({ items, more }) => (
          <>
            {more && <Alert severity="info" title="Not every time is shown: there are more than 1000 in this month" />}
            <div className={styles.head} aria-hidden>
              {weekdays.map((name) => (
                <span key={name}>{name}</span>
              ))}
            </div>
            <ol className={styles.days}>
              {days.map((day) => (
                <Day key={day.date} day={day} today={day.date === today} now={now} items={onDay(day, items)} onOpen={onOpen} />
              ))}
            </ol>
            {items.length === 0 && <div className={styles.none}>No window is open in this month.</div>}
          </>
        )}
      </QueryView>
    </section>
  );
}

interface DayProps {
  day: CalendarDay;
  today: boolean;
  now: number;
  items: MaintenanceOccurrence[];
  onOpen: ((windowId: string) => void) | undefined;
}

const shownADay = 4;

function Day({ day, today, now, items, onOpen }: DayProps) {
  const styles = useStyles2(getStyles);
  return (
    <li className={cx(styles.day, !day.inside && styles.outside, items.length === 0 && styles.empty)}>
      <time dateTime={day.date} className={cx(styles.number, today && styles.today)} aria-label={dateTimeFormat(day.from, { format: 'dddd, MMMM D' })} {...(today ? { 'aria-current': 'date' as const } : {})}>
        <span className={styles.narrow}>{dateTimeFormat(day.from, { format: 'ddd, MMM' })} </span>
        {day.number}
      </time>
      {items.slice(0, shownADay).map((item) => {
        const words = occurrenceText(item, day);
        const over = Date.parse(item.to) < now;
        return onOpen === undefined ? (
          <span key={`${item.windowId} ${item.from}`} className={cx(styles.item, over && styles.over)} title={words}>
            {words}
          </span>
        ) : (
          <button key={`${item.windowId} ${item.from}`} type="button" className={cx(styles.item, over && styles.over)} title={words} onClick={() => onOpen(item.windowId)}>
            {words}
          </button>
        );
      })}
      {items.length > shownADay && (
        <Text variant="bodySmall" color="secondary">
          and {items.length - shownADay} more
        </Text>
      )}
    </li>
  );
}

const clock = (at: string) => dateTimeFormat(at, { format: 'HH:mm' });

/** Its hours on this day, and its name. */
function occurrenceText({ from, to, name }: MaintenanceOccurrence, day: CalendarDay): string {
  const begins = Date.parse(from) >= day.from;
  const ends = Date.parse(to) <= day.to;
  return `${begins && ends ? `${clock(from)}–${clock(to)}` : begins ? `from ${clock(from)}` : ends ? `until ${clock(to)}` : 'all day'} ${name}`;
}

const getStyles = (theme: GrafanaTheme2) => {
  const line = `1px solid ${theme.colors.border.weak}`;
  const grid = { display: 'grid', gridTemplateColumns: 'repeat(7, minmax(0, 1fr))' } as const;
  const narrow = theme.breakpoints.down('md');
  return {
    head: css({ ...grid, marginTop: theme.spacing(1), color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize, '& > span': { padding: theme.spacing(0, 1) }, [narrow]: { display: 'none' } }),
    days: css({ ...grid, listStyle: 'none', margin: theme.spacing(0.5, 0, 0), borderTop: line, borderLeft: line, [narrow]: { display: 'flex', flexDirection: 'column' } }),
    day: css({ minHeight: 92, minWidth: 0, padding: theme.spacing(0.5), borderRight: line, borderBottom: line, display: 'flex', flexDirection: 'column', gap: theme.spacing(0.25), [narrow]: { minHeight: 0 } }),
    outside: css({ background: theme.colors.background.canvas, [narrow]: { display: 'none' } }),
    empty: css({ [narrow]: { display: 'none' } }),
    number: css({ color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums', padding: theme.spacing(0, 0.5), alignSelf: 'flex-start' }),
    today: css({ background: theme.colors.primary.main, color: theme.colors.primary.contrastText, borderRadius: theme.shape.radius.pill }),
    narrow: css({ display: 'none', [narrow]: { display: 'inline' } }),
    item: css({
      border: 0,
      textAlign: 'left',
      padding: theme.spacing(0.25, 0.75),
      borderRadius: theme.shape.radius.default,
      background: theme.colors.info.transparent,
      color: theme.colors.text.primary,
      fontSize: theme.typography.bodySmall.fontSize,
      fontVariantNumeric: 'tabular-nums',
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
      [narrow]: { whiteSpace: 'normal' },
    }),
    over: css({ background: theme.colors.background.secondary, color: theme.colors.text.secondary }),
    none: css({ padding: theme.spacing(1), color: theme.colors.text.secondary }),
  };
};
