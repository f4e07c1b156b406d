import type { SpecChange, SpecsData } from '../../../../contract/specs.ts';
import { factsOf, itemsOf, type Fact, type Item } from './facts.ts';

/** The kernel computes the boot time from the present one, so setting the clock moves it. */
const sameBoot = 60_000;
/** A new kernel keeps another few megabytes for itself. */
const sameMemory = 0.01;

/** What changed between two readings, in lines a person can read. Empty when nothing did. */
export function diffSpecs(before: SpecsData, now: SpecsData): SpecChange[] {
  return [...reboot(before, now), ...facts(before, now), ...items(before, now)];
}

function reboot(before: SpecsData, now: SpecsData): SpecChange[] {
  if (before.bootTime === null || now.bootTime === null || Math.abs(Date.parse(now.bootTime) - Date.parse(before.bootTime)) < sameBoot) {
    return [];
  }
  return [{ field: 'bootTime', from: before.bootTime, to: now.bootTime, text: `rebooted at ${now.bootTime.slice(0, 16).replace('T', ' ')} UTC` }];
}

const withUnit = ({ value, unit }: Fact): string | null => (value === null || unit === undefined ? value : `${value} ${unit}`);

function facts(before: SpecsData, now: SpecsData): SpecChange[] {
  const [was, is] = [factsOf(before), factsOf(now)];
  const fields = [...new Set([...was, ...is].map(({ field }) => field))];
  return fields.flatMap((field): SpecChange[] => {
    const from = was.find((fact) => fact.field === field);
    const to = is.find((fact) => fact.field === field);
    const label = (to ?? from)?.label ?? field;
    const [left, right] = [from === undefined ? null : withUnit(from), to === undefined ? null : withUnit(to)];
    if (left === right || (field === 'memory.totalBytes' && isAlike(before.memory.totalBytes, now.memory.totalBytes))) {
      return [];
    }
    return [{ field, from: left, to: right, text: `${label} ${sentence(from, to, left, right)}` }];
  });
}

const isAlike = (a: number | null, b: number | null): boolean => a !== null && b !== null && Math.abs(a - b) <= sameMemory * Math.max(a, b);

function sentence(from: Fact | undefined, to: Fact | undefined, left: string | null, right: string | null): string {
  if (left === null) {
    return `is now known: ${right}`;
  }
  if (right === null) {
    return `is not told any more, it was ${left}`;
  }
  return from?.unit !== undefined && from.unit === to?.unit ? `${from.value} → ${right}` : `${left} → ${right}`;
}

function items(before: SpecsData, now: SpecsData): SpecChange[] {
  const identity = ({ field, key }: Item): string => `${field}\0${key}`;
  const was = new Map(itemsOf(before).map((item) => [identity(item), item]));
  const is = new Map(itemsOf(now).map((item) => [identity(item), item]));
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((id): SpecChange[] => {
    const from = was.get(id);
    const to = is.get(id);
    const { field, label, key } = (to ?? from) as Item;
    if (from?.about === to?.about) {
      return [];
    }
    const text = from === undefined ? `${label} ${key} added: ${to?.about}` : to === undefined ? `${label} ${key} removed: ${from.about}` : `${label} ${key}: ${from.about} → ${to.about}`;
    return [{ field: `${field}.${key}`, from: from?.about ?? null, to: to?.about ?? null, text }];
  });
}
