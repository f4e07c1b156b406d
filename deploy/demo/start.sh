#!/bin/sh
# Makes this server's host key once, shows its public half to the setup, and serves SSH.
set -eu
mkdir -p /demo/hosts /demo/keys
key="/demo/hosts/$(hostname)"
[ -s "$key" ] || ssh-keygen -q -t ed25519 -N '' -f "$key"
install -m 600 "$key" /etc/ssh/ssh_host_ed25519_key
printf '%s\n' 'HostKey /etc/ssh/ssh_host_ed25519_key' 'AuthorizedKeysFile /demo/keys/monitor.pub' 'StrictModes no' 'UsePAM no' 'PasswordAuthentication no' 'AllowTcpForwarding yes' >/etc/ssh/sshd_config.d/demo.conf
# A log that lives, as a small web service would write it.
(
  n=0
  while :; do
    n=$((n + 1))
    case $((n % 20)) in
      0) line='error payment was refused by the bank' ;;
      7 | 14) line='warning queue is longer than usual' ;;
      *) line="info request $n was answered in $((n * 7 % 113)) ms" ;;
    esac
    echo "$(date -u +%Y-%m-%dT%H:%M:%SZ) $line"
    sleep 3
  done >/var/log/app.log
) &
echo ready >/run/sshd.ready
exec /usr/sbin/sshd -D -e
