# owner: what is taken, refused, listed and found again, and what it does
m() {
  iptables -F OUTPUT
  echo "# $*"
  iptables -A OUTPUT "$@"
  echo "=$?"
  iptables -S OUTPUT | tail -n +2
  iptables -L OUTPUT -n | tail -n +3
  iptables -L OUTPUT | tail -n +3
  iptables -C OUTPUT "$@" || echo "not found"
}
m -m owner --uid-owner 0
m -m owner --uid-owner root
m -m owner ! --uid-owner 5-7 --gid-owner 4242
m -m owner --socket-exists
m -m owner --uid-owner foo
m -m owner
m -m owner --uid-owner 7-5
m -m owner --gid-owner root --suppl-groups
m -m owner --suppl-groups
m -m owner ! --socket-exists
m -m owner --uid-owner 5-
m -m owner --uid-owner 99999
iptables -A INPUT -m owner --uid-owner 0
iptables -F
ip link set lo up
iptables -A OUTPUT -m owner --uid-owner 0
iptables -A OUTPUT -m owner ! --uid-owner 0
iptables -A OUTPUT -m owner --socket-exists
iptables -A OUTPUT -m owner ! --socket-exists
iptables -A OUTPUT -m owner --gid-owner 5
iptables -A OUTPUT -m owner --uid-owner 0-10 ! --gid-owner 7
ping -c 1 127.0.0.1 > /dev/null
iptables -L OUTPUT -n -v -x
# bounds that are none
iptables -A OUTPUT -m owner --uid-owner ''; echo $?
iptables -A OUTPUT -m owner --gid-owner ''; echo $?
iptables -A OUTPUT -m owner --uid-owner -; echo $?
iptables -A OUTPUT -m owner --uid-owner 5-; echo $?
iptables -A OUTPUT -m owner --uid-owner -5; echo $?
iptables -A OUTPUT -m owner --uid-owner ' '; echo $?
iptables -S
