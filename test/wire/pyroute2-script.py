"""What pyroute2 sees of a kernel: run on the virtual one and on Linux, and compared. Prints one line a message."""
import json
import os
import sys
import time

from pyroute2 import IPRoute, NetNS, netns
from pyroute2.netlink.exceptions import NetlinkError

# What differs from run to run on Linux itself, or tells of the machine: times, counters of the host, random identifiers.
LEFT_OUT = {"IFLA_STATS", "IFLA_STATS64", "IFA_CACHEINFO", "NDA_CACHEINFO", "IFLA_AF_SPEC"}
# A veth pair has a queue for each processor of the machine.
QUEUES = {"IFLA_NUM_TX_QUEUES", "IFLA_NUM_RX_QUEUES"}


def plain(value):
    """A message without its header and what is left out, as lists and dictionaries in the kernel's order."""
    if hasattr(value, "get") and "attrs" in value:
        fields = [(key, plain(field)) for key, field in value.items() if key not in ("attrs", "header", "value", "event", "target")]
        attributes = [(a[0], "queues" if a[0] in QUEUES else plain(a[1])) for a in value["attrs"] if a[0] not in LEFT_OUT]
        return {"fields": dict(fields), "attrs": attributes}
    if isinstance(value, dict):
        return {key: plain(field) for key, field in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, bytes):
        return value.hex()
    return value


def show(title, messages):
    print("#", title)
    for message in messages:
        header = message["header"]
        flags = header["flags"] & 0xFFFF
        print(message["event"], flags, json.dumps(plain(message), default=str))


def fails(title, call, *args, **kwargs):
    try:
        call(*args, **kwargs)
        print("#", title, "no error")
    except NetlinkError as error:
        print("#", title, error.code, error.args[-1])


def settle():
    """Linux does some of it in the background: time for that, and too little for addresses to be checked."""
    time.sleep(0.1)


ip = IPRoute()
ip.link("set", index=ip.link_lookup(ifname="lo")[0], state="up")
ip.link("add", ifname="v0", kind="veth", address="02:00:00:00:00:01", peer={"ifname": "v1", "address": "02:00:00:00:00:02"})
show("links", ip.get_links())
v0 = ip.link_lookup(ifname="v0")[0]
v1 = ip.link_lookup(ifname="v1")[0]
print(v0, v1, ip.link_lookup(ifname="none"))
ip.link("set", index=v0, mtu=1400, ifalias="first", txqlen=50)
ip.link("set", index=v0, state="up")
ip.link("set", index=v1, state="up")
settle()
show("one link", ip.get_links(v0))
show("by name", ip.link("get", ifname="v1"))
fails("link that is there", ip.link, "add", ifname="v0", kind="veth", peer="v9")
fails("kind that is not there", ip.link, "add", ifname="x0", kind="nosuch")
fails("mtu", ip.link, "set", index=v0, mtu=10)
fails("no link", ip.link, "set", index=99, mtu=1000)

ip.addr("add", index=v0, address="10.0.0.1", prefixlen=24, broadcast="10.0.0.255", label="v0:a")
ip.addr("add", index=v0, address="10.0.1.1", prefixlen=24, local="10.0.1.2")
ip.addr("add", index=v0, address="2001:db8::1", prefixlen=64, flags=2)
settle()
fails("address that is there", ip.addr, "add", index=v0, address="10.0.0.1", prefixlen=24)
show("IPv4 addresses", ip.get_addr(family=2))
show("IPv6 addresses", ip.get_addr(family=10, index=v0))
show("by label", ip.get_addr(label="v0:a"))
ip.addr("del", index=v0, address="10.0.1.1", prefixlen=24, local="10.0.1.2")
fails("no address", ip.addr, "del", index=v0, address="10.9.0.1", prefixlen=24)
ip.flush_addr(index=v1)

ip.route("add", dst="10.1.0.0/16", gateway="10.0.0.5")
ip.route("add", dst="10.2.0.0/16", oif=v0, table=100, priority=7, metrics={"mtu": 1300, "advmss": 1200})
ip.route("add", dst="10.3.0.0/16", multipath=[{"gateway": "10.0.0.6", "hops": 3}, {"gateway": "10.0.0.7"}])
ip.route("add", dst="10.4.0.0/16", type="unreachable")
ip.route("add", dst="2001:db8:1::/48", gateway="2001:db8::5")
fails("route that is there", ip.route, "add", dst="10.1.0.0/16", gateway="10.0.0.5")
fails("gateway that is not there", ip.route, "add", dst="10.5.0.0/16", gateway="172.16.0.1")
show("IPv4 routes", ip.get_routes(family=2))
show("table", ip.get_routes(family=2, table=100))
show("IPv6 routes", ip.get_routes(family=10))
show("decision", ip.route("get", dst="10.1.2.3"))
show("IPv6 decision", ip.route("get", dst="2001:db8:1::9"))
ip.route("replace", dst="10.1.0.0/16", gateway="10.0.0.8")
ip.route("del", dst="10.4.0.0/16", type="unreachable")
fails("no route", ip.route, "del", dst="10.4.0.0/16")
show("default tables", ip.get_default_routes())

ip.rule("add", table=100, priority=50, src="10.0.0.0", src_len=24)
ip.rule("add", table=100, priority=51, fwmark=5, iifname="v0")
ip.rule("add", family=10, table=200, priority=60, dst="2001:db8::", dst_len=32)
fails("rule that is there", ip.rule, "add", table=100, priority=50, src="10.0.0.0", src_len=24)
show("IPv4 rules", ip.get_rules(family=2))
show("IPv6 rules", ip.get_rules(family=10))
ip.rule("del", table=100, priority=50, src="10.0.0.0", src_len=24)
fails("no rule", ip.rule, "del", priority=4711)

ip.neigh("add", dst="10.0.0.50", lladdr="02:00:00:00:00:50", ifindex=v0, state="permanent")
ip.neigh("add", dst="2001:db8::50", lladdr="02:00:00:00:00:51", ifindex=v0, state="noarp")
fails("neighbour that is there", ip.neigh, "add", dst="10.0.0.50", lladdr="02:00:00:00:00:50", ifindex=v0, state="permanent")
show("IPv4 neighbours", ip.get_neighbours(family=2, ifindex=v0))
show("IPv6 neighbours", [m for m in ip.get_neighbours(family=10, ifindex=v0) if m.get_attr("NDA_DST") == "2001:db8::50"])
ip.neigh("del", dst="10.0.0.50", lladdr="02:00:00:00:00:50", ifindex=v0)
fails("no neighbour", ip.neigh, "del", dst="10.0.0.99", ifindex=v0)

listener = IPRoute()
listener.bind()
ip.link("add", ifname="w0", kind="veth", address="02:00:00:00:00:03", peer={"ifname": "w1", "address": "02:00:00:00:00:04"})
w0 = ip.link_lookup(ifname="w0")[0]
ip.addr("add", index=w0, address="10.60.0.1", prefixlen=24)
show("notifications", [m for _ in range(2) for m in listener.get()])
listener.close()

other = os.open("/run/netns/other", os.O_RDONLY) if len(sys.argv) > 1 else -1
if other >= 0:
    ip.link("set", index=w0, net_ns_fd=other)
    os.close(other)
    print(ip.link_lookup(ifname="w0"))
    show("what is left", ip.get_links(ifname="w1"))
    print(netns.listnetns())
    there = NetNS("other")
    show("in the other namespace", there.get_links())
    there.link("set", index=there.link_lookup(ifname="w0")[0], state="up")
    show("addresses there", there.get_addr())
    there.close()
ip.link("del", index=v0)
show("links at the end", ip.get_links())
ip.close()
