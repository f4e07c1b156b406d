import type { Channel } from '../../../../contract/escalation.ts';

/** What tells one channel from another: notifications of one leave in their order. */
export function channelKey(channel: Channel): string {
  switch (channel.type) {
    case 'telegram':
      return `telegram ${channel.chatId} ${channel.threadId ?? ''}`;
    case 'email':
      return `email ${channel.address.toLowerCase()}`;
    case 'webhook':
      return `webhook ${channel.url}`;
  }
}

/** How a time line names it; a chat's id says enough, a url's secret parts stay out. */
export function channelName(channel: Channel): string {
  switch (channel.type) {
    case 'telegram':
      return 'Telegram';
    case 'email':
      return `e-mail ${channel.address}`;
    case 'webhook':
      return `webhook ${new URL(channel.url).host}`;
  }
}
