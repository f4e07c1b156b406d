/** Where OpenSSH keeps the public host key of a type (sshd_config(5), HostKey). */
export function keyFile(type: string): string {
  const kind = type.includes('ed25519') ? 'ed25519' : type.includes('ecdsa') ? 'ecdsa' : type.includes('dss') ? 'dsa' : 'rsa';
  return `/etc/ssh/ssh_host_${kind}_key.pub`;
}
