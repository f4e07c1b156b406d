import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** Whose X-Forwarded-For is believed. */
export function trustedNetworks(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) {
      list.addAddress(address, family);
    } else {
      list.addSubnet(address, Number(bits), family);
    }
  }
  return list;
}

/** An IPv4 client of a socket that listens on both families shows as ::ffff:192.0.2.1. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');
const isTrusted = (trusted: BlockList, address: string): boolean => isIP(address) !== 0 && trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** The client's address: the last one in X-Forwarded-For that no trusted proxy wrote. */
export function remoteAddress(request: Pick<IncomingMessage, 'headers' | 'socket'>, trusted: BlockList): string {
  const header = request.headers['x-forwarded-for'];
  const forwarded = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',').map((item) => plain(item.trim()));
  let address = plain(request.socket.remoteAddress ?? '');
  while (isTrusted(trusted, address)) {
    const before = forwarded.pop();
    if (before === undefined || isIP(before) === 0) {
      break;
    }
    address = before;
  }
  return address;
}
