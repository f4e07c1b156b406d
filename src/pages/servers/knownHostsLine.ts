/** A line of known_hosts for one server. sshd(8), SSH_KNOWN_HOSTS FILE FORMAT: a port that is not 22 stands behind the host in brackets. */
export const knownHostsLine = ({ host, port }: { host: string; port: number }, { type, key }: { type: string; key: string }): string => `${port === 22 ? host : `[${host}]:${port}`} ${type} ${key}`;
