import React from 'react';
import { dateTimeFormat } from '@grafana/data';
import { Button, ClipboardButton, TimeRangeInput } from '@grafana/ui';
import { Choice } from '../../components/Choice';
import { rangeOf, rangeText } from './logSpan';

interface When {
  mode: string;
  from: string;
  to: string;
  at: string;
}

const modes = [
  { value: 'live', label: 'Live', description: 'Lines as they are written' },
  { value: 'recent', label: 'Recent', description: 'The newest lines, whenever they were written' },
  { value: 'search', label: 'Search', description: 'All lines of a time range' },
];

/** Live, the newest, or a time range; and a link that shows somebody else the same lines. */
export function WhenControls({ state, onChange }: { state: When; onChange: (change: Partial<When>, step?: 'push') => void }) {
  const range = rangeOf(state.from, state.to);
  const searching = state.mode === 'search' && state.at === '';
  const link = () => {
    const url = new URL(window.location.href);
    // "The last hour" is another one when the link is opened: the moments go into it.
    if (searching) {
      url.searchParams.set('from', String(range.from.valueOf()));
      url.searchParams.set('to', String(range.to.valueOf()));
    }
    return url.toString();
  };
  return (
    <>
      {state.at === '' ? (
        <Choice aria-label="When" options={modes} value={state.mode} onChange={(mode) => onChange({ mode }, 'push')} />
      ) : (
        <Button variant="secondary" icon="times" onClick={() => onChange({ at: '' })}>
          Around {dateTimeFormat(Number(state.at))}
        </Button>
      )}
      {searching && <TimeRangeInput value={range} onChange={({ raw }) => onChange(rangeText(raw))} hideTimeZone />}
      <ClipboardButton variant="secondary" icon="link" getText={link}>
        Copy link
      </ClipboardButton>
    </>
  );
}
