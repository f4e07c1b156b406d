/** What is wrong with the exporter's address, in words to stand at its field. */
export function urlProblem(text: string): string | undefined {
  if (text.trim() === '') {
    return 'Enter the address, such as http://127.0.0.1:9850.';
  }
  if (!URL.canParse(text.trim())) {
    return 'This is not an address. It looks like http://127.0.0.1:9850.';
  }
  const url = new URL(text.trim());
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return 'The address begins with http:// or https://.';
  }
  if (url.username !== '' || url.password !== '') {
    return 'Leave name and password out of the address; the token is all it needs.';
  }
  return url.search !== '' || url.hash !== '' ? 'Leave out what follows ? or #.' : undefined;
}
