import React from 'react';
import { dateTimeFormat } from '@grafana/data';
import { Button } from '@grafana/ui';
import type { Schedule } from '../../../contract/escalation.ts';
import { Ago } from '../../components/Ago';
import { SimpleTable } from '../../components/SimpleTable';
import { saveFile } from '../../components/saveFile';
import { etag } from '../../data/etag';
import { useAction } from '../../data/useAction';
import { useSchedules } from '../../data/useEscalation';
import { zoneName } from './localTime';
import { RecordPage } from './RecordPage';
import { RotaEditor } from './RotaEditor';

/** Who has duty, now and next. */
export function RotaPage() {
  const calendar = useAction((client, { id }: Schedule) => client.scheduleCalendar({ params: { id } }), { failed: ({ name }) => `No calendar of ${name}`, after: (text) => saveFile('rota.ics', 'text/calendar', text) });
  return (
    <RecordPage
      part="rota"
      noun="rota"
      about="Contacts take turns by the week; overrides win. A policy tells whoever has duty when its step comes."
      query={useSchedules()}
      permission="admin"
      below={(rotas) => rotas.map((rota) => <Shifts key={rota.id} rota={rota} />)}
      head={['Name', 'On duty', 'Until', 'Next', 'Time zone', '']}
      row={(rota) => [
        rota.name,
        rota.onDuty?.contactName ?? 'nobody',
        <Ago key="until" at={rota.onDuty?.to} never="–" />,
        rota.next[0]?.contactName ?? '–',
        rota.timeZone,
        <Button key="ics" size="sm" fill="text" onClick={() => void calendar.run(rota)}>
          iCalendar
        </Button>,
      ]}
      remove={(client, rota) => client.deleteSchedule({ params: { id: rota.id }, ifMatch: etag(rota) })}
      removing="A rota that a policy names can not be deleted."
      invalidates={['schedules']}
      Editor={RotaEditor}
    />
  );
}

/** Who has duty now and in the coming turns, by Grafana's clock. */
function Shifts({ rota: { name, onDuty, next } }: { rota: Schedule }) {
  const shifts = [...(onDuty === null ? [] : [onDuty]), ...next];
  const time = (at: string) => dateTimeFormat(at, { format: 'ddd, MMM D, HH:mm' });
  return (
    <SimpleTable
      title={`Shifts of ${name}`}
      head={['Who', `From (${zoneName()})`, 'Until', '']}
      rows={shifts.map((shift, at) => [shift.contactName, time(shift.from), time(shift.to), [...(at === 0 && onDuty !== null ? ['now'] : []), ...(shift.override ? ['override'] : [])].join(', ')])}
    />
  );
}
