import type { Channel, ContactInput } from '../../../../contract/escalation.ts';

const hidden = '/…';

/** The path of a chat service's webhook is its password, and every viewer reads contacts: of an address the host alone is shown. */
export function shownAddress(url: string): string {
  const { origin, pathname, search } = new URL(url);
  return pathname === '/' && search === '' ? url : `${origin}${hidden}`;
}

export const shownChannels = (channels: readonly Channel[]): Channel[] => channels.map((channel) => (channel.type === 'webhook' ? { ...channel, url: shownAddress(channel.url) } : channel));

/** Takes an address that comes back as it was shown for the one that is kept; `refuse` throws for one that nothing is kept of. */
export function keptChannels(input: ContactInput, before: readonly Channel[], refuse: (field: string) => Error): Channel[] {
  const left = before.flatMap((channel) => (channel.type === 'webhook' ? [channel.url] : []));
  return input.channels.map((channel, index) => {
    // Some clients write what is not ASCII with percent signs.
    const given = channel.type === 'webhook' ? channel.url.replace(encodeURI(hidden), hidden) : '';
    if (channel.type !== 'webhook' || !given.endsWith(hidden)) {
      return channel;
    }
    const at = left.findIndex((url) => shownAddress(url) === given);
    if (at < 0) {
      throw refuse(`channels.${index}.url`);
    }
    return { ...channel, url: left.splice(at, 1)[0] as string };
  });
}
