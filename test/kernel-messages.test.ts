/**
 * Messages of the kernel that carry no name by which a test on Linux, whose log is the whole host's, could tell them from others':
 * recorded there (6.18), compared here.
 */
import { expect, test } from "vitest";
import { NLM_F_EXCL, NLM_F_REPLACE } from "../src/netlink/message.ts";
import { newRouteHeader, writeRouteHeader } from "../src/netlink/route.ts";
import { RTA_DST, RTA_OIF, RTA_PRIORITY, RTN_UNICAST } from "../src/netlink/route-attributes.ts";
import { RTM_NEWROUTE } from "../src/netlink/rtnetlink.ts";
import { parseIpv6 } from "../src/packet/address.ts";
import { runScript } from "../src/run-script.ts";
import { IFF_UP } from "../src/virtual/core/dev/netdevice.ts";
import { Box } from "../src/virtual/test-support/box.ts";
import { addVeth, setLink } from "../src/virtual/test-support/links.ts";

test("requests for IPv6 routes without the flags that make one", () => {
  const box = new Box();
  const nl = box.netlink();
  addVeth(nl, { name: "ku0" }, { name: "ku1" });
  const { ifindex } = box.net.devByName("ku0")!;
  for (const name of ["ku0", "ku1"]) setLink(nl, box.net.devByName(name)!.ifindex, IFF_UP, IFF_UP);
  const { ring } = box.machine.log;
  const add = (destination: string, flags: number, metric = 0) => {
    const before = ring.nextSequence;
    const error = nl.do(RTM_NEWROUTE, flags, (writer) => {
      writeRouteHeader(writer, {
        ...newRouteHeader(),
        family: 10,
        dstLength: 64,
        table: 254,
        protocol: 3,
        type: RTN_UNICAST,
      });
      writer.data(RTA_DST, parseIpv6(destination)!.toBytes());
      writer.u32(RTA_OIF, ifindex);
      if (metric !== 0) writer.u32(RTA_PRIORITY, metric);
    });
    const texts: string[] = [];
    for (let at = before; at < ring.nextSequence; at++)
      texts.push(`${ring.at(at)?.level} ${ring.at(at)?.text}`);
    return [error, ...texts];
  };
  const neither = "4 IPv6: RTM_NEWROUTE with no NLM_F_CREATE or NLM_F_REPLACE";
  const should = "4 IPv6: NLM_F_CREATE should be set when creating new route";
  expect(add("2001:db8:77::", 0)).toEqual([0, neither, should, should]);
  expect(add("2001:db8:77::", 0, 5)).toEqual([0, neither, should]);
  expect(add("2001:db8:77::", NLM_F_REPLACE, 7)).toEqual([
    -2,
    "4 IPv6: NLM_F_REPLACE set, but no existing node found!",
  ]);
  expect(add("2001:db8:78::", NLM_F_REPLACE)).toEqual([-2, "4 IPv6: Can't replace route, no match found"]);
  expect(add("2001:db8:77::", NLM_F_EXCL)).toEqual([-17, neither]);
  expect(add("2001:db8:77::", 0)).toEqual([-17, neither]);
});

/** What the log says at the end, without times. */
async function log(script: string): Promise<string[]> {
  const { stdout } = await runScript(`{ ${script}; } >/dev/null 2>&1; dmesg -x -t`);
  return stdout.split("\n").filter((line) => line !== "");
}

test("a table of neighbours that is full", async () => {
  const lines = await log(`
    ip link add ko0 type veth peer name ko1
    ip link set ko0 up
    for i in 1 2 3 4 5; do for j in $(seq 230); do echo "neigh add 10.50.$i.$j lladdr 02:00:00:00:00:01 dev ko0 nud stale"; done; done > batch
    ip -force -batch batch`);
  expect([...new Set(lines)]).toEqual(["kern  :info  : neighbour: arp_cache: neighbor table overflow!"]);
  expect(lines.length).toBeLessThanOrEqual(10);
});

test("a range of ports whose ends have one parity, once in a namespace", async () => {
  const set = 'sysctl -w net.ipv4.ip_local_port_range="2000 3000"';
  const advice = "kern  :err   : ip_local_port_range: prefer different parity for start/end values.";
  expect(await log(`sysctl -w net.ipv4.ip_local_port_range="2001 3000"`)).toEqual([]);
  expect(await log(`${set}; ${set}`)).toEqual([advice]);
  expect(await log(`${set}; unshare -n ${set}`)).toEqual([advice, advice]);
});

test("the log is that of the box, whatever the namespace", async () => {
  const lines = await log(
    "ip link add v0 type veth peer name v1; ip link set v0 promisc on; unshare -n ip link add v2 promisc on type veth; dmesg -C; " +
      "unshare -n ip link add v3 promisc on type veth",
  );
  expect(lines).toEqual(["kern  :info  : v3: entered promiscuous mode"]);
});

test("dmesg shows the time of the box, and waits for what comes", async () => {
  const { stdout } = await runScript(`
    ip link add v0 promisc on type veth
    dmesg -T
    dmesg -e
    timeout 3 dmesg -w -t & sleep 1
    ip link set v0 promisc off
    sleep 1
    ip link set v0 name v9
    wait
    dmesg -c -t
    dmesg
    dmesg -n err
    sysctl kernel.printk
    dmesg -D
    cat /proc/sys/kernel/printk
    dmesg -E
    cat /proc/sys/kernel/printk
    timeout 1 cat /proc/kmsg | sed 's/\\[.*\\] //'
    dmesg --since '10 seconds ago' -S -t
    dmesg --until '1 hour ago'`);
  expect(stdout.replace(/\.\d{6}/g, ".N")).toMatchInlineSnapshot(`
    "[Thu Jan  1 00:00:00 2026] v0: entered promiscuous mode
    [Jan 1 00:00] v0: entered promiscuous mode
    v0: entered promiscuous mode
    v0: left promiscuous mode
    v9: renamed from v0
    v0: entered promiscuous mode
    v0: left promiscuous mode
    v9: renamed from v0
    kernel.printk = 4	4	1	7
    1	4	1	7
    4	4	1	7
    <6>v0: entered promiscuous mode
    <6>v0: left promiscuous mode
    <6>v9: renamed from v0
    "
  `);
});
