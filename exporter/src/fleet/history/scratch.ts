/** Far more than a page usually needs. A larger array is made for the one time, so that one large server does not take its memory for ever. */
const most = 2 ** 17;

/**
 * Gives an array of at least so many elements, the same one again and again: made anew for each page, they would be most of the
 * garbage. Whoever asks is done with it before anybody asks again, and finds in it what was left there.
 */
export function createScratch<Kept extends { readonly length: number }>(make: (length: number) => Kept): (length: number) => Kept {
  let kept = make(0);
  return (length) => {
    if (length <= kept.length) {
      return kept;
    }
    const made = make(length);
    if (length <= most) {
      kept = made;
    }
    return made;
  };
}
