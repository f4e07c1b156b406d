import React, { useId, type ComponentProps } from 'react';
import { css } from '@emotion/css';
import { Combobox, MultiCombobox } from '@grafana/ui';

const box = css({ display: 'inline-block', maxWidth: '100%' });
const block = css({ display: 'block' });
/** Read out, not shown: the placeholder says it to those who see. */
const unseen = css({ position: 'absolute', width: 1, height: 1, overflow: 'hidden', clipPath: 'inset(50%)', whiteSpace: 'nowrap' });

/** Grafana's Combobox with a name for screen readers: it takes none but the id of a label. */
export function Picker<T extends string>({ label, ...props }: ComponentProps<typeof Combobox<T>> & { label: string }) {
  const id = useId();
  return (
    <span className={box}>
      <span id={id} className={unseen}>
        {label}
      </span>
      <Combobox<T> aria-labelledby={id} {...props} />
    </span>
  );
}

/** The same for several values. */
export function MultiPicker<T extends string>({ label, fill = false, ...props }: ComponentProps<typeof MultiCombobox<T>> & { label: string; fill?: boolean }) {
  const id = useId();
  return (
    <span className={fill ? block : box}>
      <span id={id} className={unseen}>
        {label}
      </span>
      <MultiCombobox<T> aria-labelledby={id} {...props} />
    </span>
  );
}
