import React, { useState } from 'react';
import { dateTimeFormat } from '@grafana/data';
import { Button } from '@grafana/ui';
import type { Schedule } from '../../../contract/escalation.ts';
import { Ago } from '../../components/Ago';
import { SimpleTable } from '../../components/SimpleTable';
import { etag } from '../../data/etag';
import { useSchedules } from '../../data/useEscalation';
import { CalendarModal } from './CalendarModal';
import { zoneName } from './localTime';
import { RecordPage } from './RecordPage';
import { RotaEditor } from './RotaEditor';

/** Who has duty, now and next. */
export function RotaPage() {
  const [calendar, setCalendar] = useState<Schedule>();
  return (
    <>
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
          <Button key="ics" size="sm" fill="text" onClick={() => setCalendar(rota)}>
            Calendar
          </Button>,
        ]}
        remove={(client, rota) => client.deleteSchedule({ params: { id: rota.id }, ifMatch: etag(rota) })}
        removing="A rota that a policy names can not be deleted."
        invalidates={['schedules']}
        Editor={RotaEditor}
      />
      {calendar !== undefined && <CalendarModal rota={calendar} onDone={() => setCalendar(undefined)} />}
    </>
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
