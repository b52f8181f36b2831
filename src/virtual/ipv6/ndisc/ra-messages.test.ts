/** What router advertisements make rtnetlink tell that `ip` does not print, byte for byte as Linux 6.18 sent it. */
import { expect, test } from "vitest";
import { formatHexBytes, parseIpv6 } from "../../../packet/address.ts";
import { writeIcmpv6Checksum } from "../../../packet/icmpv6.ts";
import { ethTypeTrans } from "../../core/dev/ethernet.ts";
import { IFF_UP, type NetDevice } from "../../core/dev/netdevice.ts";
import { allocSkb } from "../../core/skbuff.ts";
import { Box } from "../../test-support/box.ts";
import { addVeth, setLink } from "../../test-support/links.ts";

const SOL_NETLINK = 270;
const NETLINK_ADD_MEMBERSHIP = 1;

const hex = (text: string): number[] =>
  (text.replaceAll(" ", "").match(/../g) ?? []).map((digits) => Number.parseInt(digits, 16));
const address = (text: string): number[] => [...parseIpv6(text)!.toBytes()];

/** An advertisement of fe80::b with options, as a frame. */
function advertisement(options: number[]): Uint8Array {
  const message = [...hex("86000000 40000708 00000000 00000000"), ...options];
  const frame = Uint8Array.from([
    ...hex("333300000001 02000000000b 86dd 60000000"),
    message.length >> 8,
    message.length & 255,
    58,
    255,
    ...address("fe80::b"),
    ...address("ff02::1"),
    ...message,
  ]);
  writeIcmpv6Checksum(frame, 54, message.length, 22);
  return frame;
}

function receive(dev: NetDevice, frame: Uint8Array): void {
  const skb = allocSkb(frame.length);
  skb.bytes.set(frame, skb.put(frame.length));
  ethTypeTrans(skb, dev);
  dev.net.machine.backlog.netifRx(skb);
}

/** What a listener of a group hears of an advertisement with these options. */
function heard(group: number, options: number[], acceptRa = 1): string[] {
  const box = new Box();
  const nl = box.netlink();
  addVeth(nl, { name: "v0" }, { name: "v1" });
  const dev = box.net.devByName("v0")!;
  for (const end of [dev, box.net.devByName("v1")!]) setLink(nl, end.ifindex, IFF_UP, IFF_UP);
  box.clock.advance(4e9);
  dev.in6Dev!.writableConf().acceptRa = acceptRa;
  const listener = box.netlink();
  listener.socket.setsockopt(SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, group);
  receive(dev, advertisement(options));
  box.clock.advance(1e9);
  return listener.drain().map(({ bytes }) => {
    const shown = bytes.slice();
    // as in the recording
    shown[20] = 10;
    return formatHexBytes(shown).replaceAll(":", "");
  });
}

const RDNSS = [...hex("19030000 00000e10"), ...address("2001:db8::53")];
const SEARCH = hex("1f020000 00000e10 0361626300000000");
const PORTAL = hex("2502687474703a2f2f78000000000000");
const PREFIX = [...hex("030440c0 00000e10 00000708 00000000"), ...address("2001:db8::")];
const SENDER = "14000100fe80000000000000000000000000000b";

test("options that are for programs", () => {
  const others = hex("0501000000000578 fe01000000000000 2602000020010db80000000000000000 1801000000000e10");
  expect(heard(20, [...RDNSS, ...SEARCH, ...others, ...PREFIX, ...PORTAL])).toEqual([
    `4c0000004400000000000000000000000a0018000a00000086000000000000001903000000000e1020010db8000000000000000000000053${SENDER}`,
    `440000004400000000000000000000000a0010000a00000086000000000000001f02000000000e100361626300000000${SENDER}`,
    `540000004400000000000000000000000a0020000a0000008600000000000000030440c000000e10000007080000000020010db8000000000000000000000000${SENDER}`,
    `440000004400000000000000000000000a0010000a00000086000000000000002502687474703a2f2f78000000000000${SENDER}`,
  ]);
});

test("none when advertisements are not accepted", () => {
  expect(heard(20, RDNSS, 0)).toEqual([]);
});

test("prefixes", () => {
  expect(heard(18, PREFIX)).toEqual([
    "3c0000003400000000000000000000000a0000000a0000000340c0001400010020010db80000000000000000000000000c000200080700" +
      "00100e0000",
  ]);
});
