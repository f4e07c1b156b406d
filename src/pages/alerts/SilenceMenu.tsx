import React, { useMemo } from 'react';
import { Button, Dropdown, Menu, type ButtonProps } from '@grafana/ui';
import { untilTomorrow } from './untilTomorrow';

const spans = [
  { label: '1 hour', minutes: 60 },
  { label: '4 hours', minutes: 240 },
  { label: '1 day', minutes: 1440 },
  { label: '1 week', minutes: 10_080 },
];

/** For how long Grafana is to be silent. */
export function SilenceMenu({ onChoose, ...button }: { onChoose: (minutes: number) => void } & Omit<ButtonProps, 'onClick'>) {
  const overlay = useMemo(
    () => (
      <Menu>
        {spans.slice(0, 2).map(({ label, minutes }) => (
          <Menu.Item key={label} label={label} onClick={() => onChoose(minutes)} />
        ))}
        <Menu.Item label="Until tomorrow 8:00" onClick={() => onChoose(untilTomorrow(new Date()))} />
        {spans.slice(2).map(({ label, minutes }) => (
          <Menu.Item key={label} label={label} onClick={() => onChoose(minutes)} />
        ))}
      </Menu>
    ),
    [onChoose]
  );
  return (
    <Dropdown overlay={overlay} placement="bottom-start">
      <Button variant="secondary" icon="bell-slash" {...button}>
        Silence
      </Button>
    </Dropdown>
  );
}
