/** `connectTimeout` and `wait_minutes` as words, beginning small. */
export const fieldWords = (name: string) => name.replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/_/g, ' ').toLowerCase();

/** Where a field stands, from the outside in, as a person reads it: "Network cards › model". */
export const fieldLabel = (path: string[]) => {
  const text = path.join(' › ');
  return text.charAt(0).toUpperCase() + text.slice(1);
};
