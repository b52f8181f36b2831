/** What a listener of every multicast group hears while commands run. */
import { AF_NETLINK, SOCK_RAW, type Socket, type SystemCalls } from "../../../src/kernel.ts";
import { MessageReader } from "../../../src/netlink/message.ts";
import {
  NETLINK_ADD_MEMBERSHIP,
  NETLINK_ROUTE,
  RTNLGRP_MAX,
  SOL_NETLINK,
} from "../../../src/netlink/rtnetlink.ts";

const SO_RCVBUF = 8;
const ROOM = 1 << 20;

/** Each with time to take effect before the next; nothing of it happens at random. */
export const EVENTS = `
sysctl -qw net.ipv6.conf.default.router_solicitations=0 net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0
ip netns add red
ip link set lo up
ip link add v0 index 11 address 02:00:00:00:00:01 type veth peer name v1 index 10 address 02:00:00:00:00:02
ip link set v0 up
ip link set v1 up
sleep 3
ip link set v0 mtu 1400
ip link set v0 alias one
ip link set v0 txqueuelen 5
ip link set v0 group 7
ip link set v0 promisc on
ip link set v0 allmulticast on
ip link set v0 arp off
ip link set v0 arp on
ip link property add dev v0 altname other
ip link property del dev v0 altname other
ip addr add 10.0.0.1/24 dev v0
ip addr add 10.0.0.2/24 dev v0 valid_lft 1000 preferred_lft 500
ip addr change 10.0.0.2/24 dev v0 valid_lft 2000 preferred_lft 1500
ip addr add 2001:db8::1/64 dev v0
sleep 3
ip addr change 2001:db8::1/64 dev v0 valid_lft 2000 preferred_lft 1500
ip route add 10.1.0.0/16 via 10.0.0.5
ip route replace 10.1.0.0/16 via 10.0.0.6
ip route append 10.1.0.0/16 via 10.0.0.7
ip route change 10.1.0.0/16 via 10.0.0.8
ip route add 10.2.0.0/16 nexthop via 10.0.0.5 nexthop via 10.0.0.6
ip route del 10.2.0.0/16
ip -6 route add 2001:db8:1::/48 via 2001:db8::5
ip -6 route append 2001:db8:1::/48 via 2001:db8::6
ip -6 route replace 2001:db8:2::/48 nexthop via 2001:db8::5 nexthop via 2001:db8::6
ip -6 route del 2001:db8:2::/48
ip rule add pref 50 table 100
ip rule add pref 51 from 10.0.0.0/8 ipproto udp sport 53 table 100
ip -6 rule add pref 52 table 100
ip rule del pref 50
ip -6 rule del pref 52
ip neigh add 10.0.0.50 lladdr 02:00:00:00:00:50 dev v0 nud permanent
ip neigh change 10.0.0.50 lladdr 02:00:00:00:00:51 dev v0 nud permanent
ip neigh del 10.0.0.50 dev v0
ip neigh add 2001:db8::50 lladdr 02:00:00:00:00:50 dev v0 nud permanent router
ip neigh add proxy 10.0.0.60 dev v0
ip neigh del proxy 10.0.0.60 dev v0
ip neigh flush dev v0 nud permanent
sysctl -qw net.ipv4.conf.v0.forwarding=1
sysctl -qw net.ipv4.conf.v0.rp_filter=2
sysctl -qw net.ipv4.conf.v0.proxy_arp=1
sysctl -qw net.ipv6.conf.v0.forwarding=1
sysctl -qw net.ipv4.ip_forward=1
sysctl -qw net.ipv6.conf.all.forwarding=1
sysctl -qw net.ipv6.conf.v0.disable_ipv6=1
sysctl -qw net.ipv6.conf.v0.disable_ipv6=0
sleep 3
ip addr del 10.0.0.1/24 dev v0
ip addr flush dev v0
ip netns set red 5
ip link set v1 down
sleep 1
ip link set v1 up
sleep 3
ip link set v0 down
ip link set v0 name v9
ip link set v9 netns red
ip link add a0 address 02:00:00:00:00:03 type veth peer name a1 netns red address 02:00:00:00:00:04
ip link del v1
ip link del a0
ip tuntap add tun0 mode tun
ip link set tun0 up
ip link set lo down
sleep 1
`;

/** A socket that hears everything. */
export function listen(sys: SystemCalls): Socket {
  const socket = sys.socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
  if (typeof socket === "number") throw new Error(`socket: ${socket}`);
  socket.setsockopt(1, SO_RCVBUF, ROOM);
  socket.bind({ family: AF_NETLINK, pid: 0, groups: 0 });
  for (let group = 1; group <= RTNLGRP_MAX; group++)
    socket.setsockopt(SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, group);
  return socket;
}

/** All that it has heard. */
export function heard(socket: Socket): Uint8Array[] {
  const messages: Uint8Array[] = [];
  const buffer = new Uint8Array(65_536);
  const reader = new MessageReader();
  for (;;) {
    const length = socket.recv(buffer);
    if (length < 0) return messages;
    for (reader.open(buffer, 0, length); reader.next(); )
      messages.push(buffer.slice(reader.start, reader.end));
  }
}
