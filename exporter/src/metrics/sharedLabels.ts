import { noLabels, type Labels } from './family.ts';
import { remembered } from './remembered.ts';

/** A fleet has some thousands of label sets; past this, all are forgotten and found anew. */
const most = 50_000;
/** Devices, mounts, CPUs: the values of one name. */
const mostOfOneName = 5_000;
const known = new Map<string, Labels>([['{}', noLabels]]);

/**
 * The one object that stands for all label sets equal to this one, in the same order. What is kept of label sets is kept by
 * it, and collectors whose labels come at every poll give it out: comparing a poll with the one before is then a comparison
 * of pointers. It takes a microsecond; whoever needs one at every poll remembers it.
 */
export function sharedLabels(labels: Labels): Labels {
  const key = JSON.stringify(labels);
  const found = known.get(key);
  if (found !== undefined) {
    return found;
  }
  if (known.size >= most) {
    known.clear();
    known.set('{}', noLabels);
  }
  known.set(key, labels);
  return labels;
}

/** Makes the label sets of one name, such as `device`, from its value, and remembers them. */
export const labelled = (name: string): ((value: string) => Labels) => remembered((value) => sharedLabels({ [name]: value }), mostOfOneName);
