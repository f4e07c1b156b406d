import React from 'react';
import { Picker } from '../../components/Picker';

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')].map((value) => ({ value, label: value }));

/** A time zone by its IANA name. */
export const ZonePicker = ({ value, onChange }: { value: string; onChange: (zone: string) => void }) => (
  <Picker label="Time zone" width={32} options={zones.some((zone) => zone.value === value) ? zones : [{ value, label: value }, ...zones]} value={value} onChange={(option) => onChange(option.value)} />
);
