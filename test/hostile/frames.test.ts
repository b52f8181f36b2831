/** Real frames with bytes changed, on a wire and through a router: dropped or answered, never an exception. */

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { AF_INET, AF_INET6, AF_PACKET, O_RDWR, SOCK_DGRAM, SOCK_RAW, type Socket } from "../../src/kernel.ts";
import type { Ipv4Address } from "../../src/packet/address.ts";
import { CAPTURE_RECORD, CaptureRecord } from "../../src/packet/capture.ts";
import { PcapReader } from "../../src/packet/pcap.ts";
import { mutated } from "./mutate.ts";
import { attempt, Laboratory } from "./support.ts";

const TUNSETIFF = 0x400454ca;
const IFF_TAP = 2;
const IFF_NO_PI = 0x1000;
const IFF_VNET_HDR = 0x4000;
const TUNSETOFFLOAD = 0x400454d0;

/** Ethernet frames of a recorded capture. */
function frames(name: string): Uint8Array[] {
  const reader = new PcapReader();
  reader.push(readFileSync(new URL(`../../conformance/captures/${name}`, import.meta.url)));
  reader.end();
  expect(reader.open()).toBe(CAPTURE_RECORD);
  const record = new CaptureRecord();
  const found: Uint8Array[] = [];
  while (reader.next(record) === CAPTURE_RECORD)
    found.push(record.bytes.slice(record.offset, record.offset + record.length));
  expect(found.length).toBeGreaterThan(5);
  return found;
}

/** A tap, and behind it a router and a host in namespaces of their own. Every switch that opens a path is on. */
const TOPOLOGY = `
ip link set t0 address 02:00:00:00:00:01; ip link set lo up
ip addr add 10.0.0.1/24 dev t0; ip addr add fd00::1/64 dev t0 nodad; ip link set t0 up
ip netns add r; ip link add v0 type veth peer name v0 netns r; ip addr add 10.1.0.1/24 dev v0; ip addr add fd01::1/64 dev v0 nodad
ip link set v0 up address 02:00:00:00:00:10; ip -n r link set v0 up address 02:00:00:00:00:11; ip -n r link set lo up
ip -n r addr add 10.1.0.2/24 dev v0; ip -n r addr add fd01::2/64 dev v0 nodad; ip -n r route add default via 10.1.0.1
ip -n r -6 route add default via fd01::1; ip route add default via 10.1.0.2; ip -6 route add default via fd01::2
for n in "" "ip netns exec r"; do for key in ip_forward conf.all.forwarding conf.all.accept_source_route conf.all.accept_local \
  conf.all.proxy_arp conf.all.arp_accept conf.all.log_martians conf.all.mc_forwarding ip_forward_use_pmtu; do
  $n sysctl -qw net.ipv4.$key=1; done
  $n sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.icmp_ratelimit=0 net.ipv4.icmp_echo_ignore_broadcasts=0
  $n sysctl -qw net.ipv6.conf.all.forwarding=1; done 2>/dev/null
`;

/** Addresses of the topology instead of those of the captures, so that frames reach deep. */
function aimed(frame: Uint8Array): Uint8Array {
  if (frame.length < 14) return frame;
  const bytes = frame.slice();
  bytes.set([2, 0, 0, 0, 0, 1]);
  if (bytes[12] === 8 && bytes[13] === 0 && bytes.length >= 34) {
    bytes.set([10, 0, 0, 9, 10, bytes[33] & 1, 0, (bytes[33] & 3) + 1], 26);
    let sum = 0;
    bytes.set([0, 0], 24);
    const end = Math.min(14 + (bytes[14] & 15) * 4, bytes.length - 1);
    for (let at = 14; at < end; at += 2) sum += (bytes[at] << 8) | bytes[at + 1];
    while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
    bytes.set([(~sum >>> 8) & 0xff, ~sum & 0xff], 24);
  } else if (bytes[12] === 0x86 && bytes[13] === 0xdd && bytes.length >= 54 && bytes[38] === 0xfd) {
    bytes.set([0xfd, bytes[53] & 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], 38);
  }
  return bytes;
}

function opened<T>(result: T | number): T {
  if (typeof result === "number") throw new Error(String(result));
  return result;
}

async function box(vnet = 0) {
  const lab = new Laboratory();
  const file = opened(lab.init.open("/dev/net/tun", O_RDWR));
  await lab.script("ip tuntap add t0 mode tap");
  const ifreq = new Uint8Array(40);
  ifreq.set([0x74, 0x30]);
  ifreq.set([IFF_TAP & 0xff, (IFF_NO_PI | vnet) >>> 8], 16);
  expect(file.ioctl(TUNSETIFF, ifreq)).toBe(0);
  await lab.script(TOPOLOGY);
  const sockets = [
    opened(lab.init.socket(AF_PACKET, SOCK_RAW, 0x0300)),
    opened(lab.init.socket(AF_INET, SOCK_RAW, 1)),
    opened(lab.init.socket(AF_INET6, SOCK_RAW, 58)),
    opened(lab.init.socket(AF_INET, SOCK_DGRAM, 0)),
  ];
  expect(sockets[3].bind({ family: 2, address: 0 as Ipv4Address, port: 53 })).toBe(0);
  return { lab, file, sockets };
}

function drain(read: (into: Uint8Array) => number, into: Uint8Array): void {
  for (let count = 0; read(into) > 0; count++) expect(count).toBeLessThan(5_000);
}

const samples = [...frames("veth.pcap"), ...frames("synthetic.pcap")];
const all = [...samples, ...samples.map(aimed)];

test("mutated captures on a tap and through a router", async () => {
  const { lab, file, sockets } = await box();
  const into = new Uint8Array(70_000);
  const v0 = lab.init.machine.nets.size;
  const burst = fc.array(fc.tuple(mutated(all, 4), fc.nat(3)), { minLength: 1, maxLength: 6 });
  attempt(
    fc.property(burst, (frames) => {
      for (const [bytes, way] of frames) {
        const frame = way & 1 ? aimed(bytes) : bytes;
        file.write(frame);
        if (way & 2) send(sockets[0], frame);
      }
      lab.clock.advance(1e9);
      drain((buffer) => file.read(buffer), into);
      for (const socket of sockets) drain((buffer) => socket.recv(buffer), into);
      for (const socket of sockets) socket.recv(into, undefined, 0x2000);
    }),
    4000,
  );
  expect(lab.init.machine.nets.size).toBe(v0);
  lab.clock.advance(120e9);
  expect(lab.clock.time).toBeLessThan(10_000e9);
  const { stdout } = await lab.script(
    "ping -c 1 10.1.0.2; ip -s neigh; cat /proc/net/snmp /proc/net/snmp6 /proc/net/sockstat",
  );
  expect(stdout).toContain("1 received");
  expect(stdout).toContain("FRAG: inuse 0 memory 0");
});

/** `struct virtio_net_hdr`: what a program behind the tap says of its frame, right or wrong. */
const word = fc.oneof(fc.constantFrom(0, 6, 14, 16, 34, 54, 1000, 0xffff), fc.nat(200), fc.nat(0xffff));
const vnetHeader = fc
  .tuple(
    fc.constantFrom(0, 1, 1, 2, 0xff),
    fc.constantFrom(0, 1, 4, 0x81, 0x84, 3, 5, 0xff),
    word,
    word,
    word,
    word,
  )
  .map(([flags, kind, ...words]) => [flags, kind, ...words.flatMap((value) => [value & 255, value >>> 8])]);

test("mutated captures with offload headers", async () => {
  const { lab, file, sockets } = await box(IFF_VNET_HDR);
  // all that the program can take: frames go out with partial checksums and as long segments
  expect(file.ioctl(TUNSETOFFLOAD, Uint8Array.of(0x0f, 0, 0, 0))).toBe(0);
  const into = new Uint8Array(70_000);
  const long = new Uint8Array(9000).fill(7);
  const frame = fc.tuple(mutated(all, 4), vnetHeader, fc.nat(3));
  attempt(
    fc.property(fc.array(frame, { minLength: 1, maxLength: 6 }), (frames) => {
      for (const [bytes, header, way] of frames) {
        const shown = way & 1 ? aimed(bytes) : bytes;
        file.write(Uint8Array.from([...header, ...shown, ...(way & 2 ? long : [])]));
      }
      lab.clock.advance(1e9);
      drain((buffer) => file.read(buffer), into);
      for (const socket of sockets) drain((buffer) => socket.recv(buffer), into);
    }),
    1500,
  );
  const { stdout } = await lab.script("ping -c 1 10.1.0.2");
  expect(stdout).toContain("1 received");
});

/** Out of the wire to the other namespace. */
function send(socket: Socket, frame: Uint8Array): void {
  for (const ifindex of [1, 2, 3]) socket.send(frame, { to: { family: AF_PACKET, protocol: 3, ifindex } });
}
