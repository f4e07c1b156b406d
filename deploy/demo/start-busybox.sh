#!/bin/sh
# The same with dropbear. It reads keys from the home folder alone, so that one is a link to the demo's.
set -eu
mkdir -p /demo/hosts /demo/keys /etc/dropbear /home/monitor/.ssh
key="/demo/hosts/$(hostname)"
[ -s "$key.dropbear" ] || dropbearkey -t ed25519 -f "$key.dropbear" >/dev/null
dropbearkey -y -f "$key.dropbear" | grep '^ssh-ed25519 ' >"$key.pub"
cp "$key.dropbear" /etc/dropbear/dropbear_ed25519_host_key
ln -sf /demo/keys/monitor.pub /home/monitor/.ssh/authorized_keys
chown -R monitor /home/monitor/.ssh
chmod 700 /home/monitor/.ssh
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
exec dropbear -F -E -s -r /etc/dropbear/dropbear_ed25519_host_key
