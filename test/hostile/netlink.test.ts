/** Requests as `ip` sends them, with bytes, lengths and types changed: an answer, never an exception. */
import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { AF_NETLINK, SOCK_RAW, type Socket } from "../../src/kernel.ts";
import { VirtualTask } from "../../src/virtual/task.ts";
import { mutated } from "./mutate.ts";
import { attempt, Laboratory } from "./support.ts";

afterEach(() => vi.restoreAllMocks());

/** Every object of the route family, changed and shown. */
const SCRIPT = `
ip link add v0 type veth peer name v1; ip link set v0 up mtu 1400 alias wire txqueuelen 10 address 02:00:00:00:00:01
ip link add d0 index 40 type dummy; ip link property add dev v0 altname left altname links; ip link set v1 name v2 group 3
ip link property del dev v0 altname left; ip link set v2 up; ip link set lo up; ip tuntap add t0 mode tap; ip link set t0 up
ip netns add a; ip link set d0 netns a; ip link add w0 type veth peer name w1 netns a; ip -n a link set w1 up; ip link set w0 up
ip link add numtxqueues 2 numrxqueues 2 type veth; ip link del veth0; ip link add x0 type nonsense; ip link set v0 arp off
ip addr add 10.0.0.1/24 brd + dev v0 label v0:1; ip addr add 10.0.0.2/24 dev v0 valid_lft 30 preferred_lft 20
ip addr add 10.9.0.1 peer 10.9.0.2/32 dev v2 scope link; ip addr add fd00::1/64 dev v0 nodad; ip addr change fd00::1/64 dev v0
ip addr del 10.0.0.2/24 dev v0; ip addr flush dev v2; ip addr add fd00::5/64 dev v2 home mngtmpaddr noprefixroute
ip route add 10.1.0.0/16 via 10.0.0.9 mtu lock 1300 advmss 1200 initcwnd 5 proto static realm 1/2
ip route add 10.2.0.0/16 nexthop via 10.0.0.9 weight 2 nexthop via 10.0.0.8 dev v0 onlink; ip route add blackhole 10.3.0.0/16
ip route add 10.4.0.0/16 dev v0 table 77 tos 0x10 src 10.0.0.1 metric 5; ip route append 10.4.0.0/16 dev v2; ip route del 10.3.0.0/16
ip route change 10.1.0.0/16 dev v0 scope link; ip route replace 10.5.0.0/16 dev v0; ip route get 10.1.2.3 from 10.0.0.1 mark 3
ip -6 route add fd01::/64 via fd00::9 expires 60 pref high; ip -6 route add unreachable fd02::/64; ip route get fd01::1
ip -6 route add fd05::/64 nexthop via fd00::7 nexthop via fd00::8 weight 9; ip -6 route del fd05::/64; ip -6 route append fd01::/64 dev v2
ip neigh add 10.0.0.7 lladdr 02:00:00:00:00:07 dev v0; ip neigh change 10.0.0.7 dev v0 nud stale; ip neigh add proxy 10.0.0.5 dev v0
ip neigh replace fd00::7 lladdr 02:00:00:00:00:07 dev v0 router extern_learn; ip neigh del 10.0.0.7 dev v0; ip neigh get 10.0.0.7 dev v0
ip rule add from 10.0.0.0/24 table 77 pref 100; ip rule add to 10.2.0.0/16 fwmark 1/3 iif v0 oif v0 dport 53 sport 1-9 ipproto udp goto 200
ip -6 rule add from fd00::/64 table 77; ip rule add uidrange 0-5 tos 4 suppress_prefixlength 1; ip rule add prohibit not from 10.7.0.0/16
ip rule del pref 100; ip netns set a 5; ip netns list-id; ip link show; ip -s -d link show dev v0; ip addr show; ip route show table all
ip -6 route show table all; ip neigh show; ip neigh show proxy; ip rule show; ip -6 rule; ip netns list; ip ntable; ip -s -s link
ip addr show to 10.0.0.0/24; ip route show cached; ip route show root 10.0.0.0/8; ip link show group 3; ip link show type veth
ip link del v0; ip netns del a; ip route flush table 77; ip neigh flush all
`;

/** The requests of the script, once each. */
async function recorded(): Promise<Uint8Array[]> {
  const found = new Map<string, Uint8Array>();
  const original = VirtualTask.prototype.socket;
  vi.spyOn(VirtualTask.prototype, "socket").mockImplementation(function (
    this: VirtualTask,
    domain,
    type,
    protocol,
  ) {
    const socket = original.call(this, domain, type, protocol);
    if (domain !== AF_NETLINK || typeof socket === "number") return socket;
    const send = socket.send.bind(socket);
    socket.send = (data, options) => {
      const copy = data.slice();
      copy.fill(0, 8, 16);
      found.set(copy.join(), data.slice());
      return send(data, options);
    };
    return socket;
  });
  await new Laboratory().script(SCRIPT);
  vi.restoreAllMocks();
  return [...found.values()];
}

/** Half of the script has happened: there is something to refer to. */
async function box(): Promise<{ lab: Laboratory; socket: Socket; monitor: Socket }> {
  const lab = new Laboratory();
  await lab.script(SCRIPT.slice(0, SCRIPT.indexOf("ip link del v0; ip netns del")));
  const open = (groups: number): Socket => {
    const socket = lab.init.socket(AF_NETLINK, SOCK_RAW, 0);
    if (typeof socket === "number") throw new Error(String(socket));
    expect(socket.bind({ family: AF_NETLINK, pid: 0, groups })).toBe(0);
    return socket;
  };
  return { lab, socket: open(0), monitor: open(0xffffffff) };
}

function drain(socket: Socket): void {
  const into = new Uint8Array(65536);
  for (let count = 0; socket.recv(into) > 0; count++) expect(count).toBeLessThan(20_000);
}

/** Writes the message's true length and asks for an answer, so that most changes get past the first check. */
function repaired(bytes: Uint8Array): Uint8Array {
  if (bytes.length < 16) return bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  view.setUint32(0, bytes.length, true);
  view.setUint16(6, view.getUint16(6, true) | 1, true);
  return bytes;
}

test("mutated requests of every type", async () => {
  const requests = await recorded();
  expect(requests.length).toBeGreaterThan(80);
  let { lab, socket, monitor } = await box();
  let runs = 0;
  const mutation = fc.tuple(mutated(requests), fc.boolean(), fc.nat(200));
  await attempt(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 8 }), async (messages) => {
      if (++runs % 100 === 0) ({ lab, socket, monitor } = await box());
      for (const [bytes, repair, type] of messages) {
        const message = repair ? repaired(bytes.slice()) : bytes;
        if (type < 104 && message.length >= 16) message[4] = 16 + type;
        socket.send(message);
        drain(socket);
        drain(monitor);
      }
      lab.clock.advance(2e9);
      expect(lab.init.machine.nets.size).toBeLessThan(3);
      expect(lab.init.net.devices.size).toBeLessThan(200);
    }),
    1500,
  );
  const after = await lab.script(
    "ip link; ip addr; ip route show table all; ip -6 route show table all; ip rule; ip neigh",
  );
  expect(after.stdout).toContain("lo:");
});
