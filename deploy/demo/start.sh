#!/bin/sh
# Makes this server's host key once, shows its public half to the setup, and serves SSH.
set -eu
mkdir -p /demo/hosts /demo/keys
key="/demo/hosts/$(hostname)"
[ -s "$key" ] || ssh-keygen -q -t ed25519 -N '' -f "$key"
install -m 600 "$key" /etc/ssh/ssh_host_ed25519_key
printf '%s\n' 'HostKey /etc/ssh/ssh_host_ed25519_key' 'AuthorizedKeysFile /demo/keys/monitor.pub' 'StrictModes no' 'UsePAM no' 'PasswordAuthentication no' 'AllowTcpForwarding yes' >/etc/ssh/sshd_config.d/demo.conf
echo ready >/run/sshd.ready
exec /usr/sbin/sshd -D -e
