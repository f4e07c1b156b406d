import React, { useEffect, useState } from 'react';
import { MultiPicker, Picker } from '../../components/Picker';

interface NamePickerProps {
  label: string;
  value: string;
  /** Several names, separated by commas. */
  several?: boolean;
  load: () => Promise<string[]>;
  onChange: (value: string) => void;
}

/** Picks names that exist, or takes what is typed, such as a variable. */
export function NamePicker({ label, value, several = false, load, onChange }: NamePickerProps) {
  const [names, setNames] = useState<string[]>([]);
  useEffect(() => {
    let here = true;
    load().then(
      (found) => here && setNames(found),
      () => here && setNames([])
    );
    return () => {
      here = false;
    };
    // Names are read once: they are the same for every key that is typed.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  const chosen = value.split(',').filter((name) => name !== '');
  const options = [...new Set([...names, ...chosen])].map((name) => ({ value: name, label: name }));
  return several ? (
    <MultiPicker label={label} width={40} placeholder="All" createCustomValue options={options} value={chosen} onChange={(picked) => onChange(picked.map((one) => one.value).join(','))} />
  ) : (
    <Picker label={label} width={40} createCustomValue options={options} value={value || null} onChange={(picked) => onChange(picked?.value ?? '')} isClearable />
  );
}
