/** Names of servers as options hold them: a list, or as typed before there was one; a variable of several values makes several. */
export const serverNames = (servers: string[] | string, replace: (text: string) => string): string[] =>
  [
    ...new Set(
      [servers]
        .flat()
        .flatMap((name) => replace(name).split(','))
        .map((name) => name.replace(/[{}]/g, '').trim())
        .filter((name) => name !== '')
    ),
  ];
