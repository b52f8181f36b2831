/** Addresses, numbers and names for commands: few of each, so that commands meet; and some that are wrong. */
import type { Draw } from "./draw.ts";
import type { World } from "./world.ts";

const STRANGE_IPV4 =
  "127.0.0.1 127.1.2.3 0.0.0.0 255.255.255.255 224.0.0.1 224.0.0.5 239.1.1.1 169.254.1.1 240.0.0.1 10.0.0.0 10.0.0.255 1.2.3.4";
const STRANGE_IPV6 =
  "::1 :: fe80::1 fe80::2 ff02::1 ff02::5 ff05::1 2001:db8::1 ::ffff:10.0.0.1 ::10.0.0.1 fec0::1";
const WRONG =
  "10.0.0 10.0.0.256 10.0.0.1/33 10.0.0.1/x fd00:::1 fd00::1/129 foo 10.0.0.1/255.255.255.0 10.0.0.1/ any all default inet:10.0.0.1 0x0a000001 012.0.0.1 1";

export function ipv4(draw: Draw): string {
  if (draw.chance(0.06)) return draw.word(STRANGE_IPV4);
  return `10.0.${draw.weighted([
    [6, 0],
    [3, 1],
    [1, 2],
  ])}.${draw.int(1, 5)}`;
}

export function ipv6(draw: Draw): string {
  if (draw.chance(0.08)) return draw.word(STRANGE_IPV6);
  return `fd00:${draw.weighted([
    [6, 0],
    [3, 1],
    [1, 2],
  ])}::${draw.int(1, 5)}`;
}

/** IPv6 now and then in a sequence without it, half of the time in the others. */
export function wantsIpv6(draw: Draw, world: World): boolean {
  return draw.chance(world.ipv6 ? 0.5 : 0.04);
}

export function address(draw: Draw, six: boolean): string {
  return six ? ipv6(draw) : ipv4(draw);
}

export function addressPrefix(draw: Draw, six: boolean): string {
  const length = six
    ? draw.weighted([
        [8, "/64"],
        [2, "/128"],
        [1, "/48"],
        [1, ""],
        [1, "/127"],
        [1, "/10"],
      ])
    : draw.weighted([
        [10, "/24"],
        [2, "/32"],
        [2, ""],
        [1, "/16"],
        [1, "/31"],
        [1, "/30"],
        [1, "/8"],
        [1, "/0"],
      ]);
  return address(draw, six) + length;
}

/** A route's destination. */
export function network(draw: Draw, six: boolean): string {
  if (draw.chance(0.15)) return "default";
  if (draw.chance(0.02)) return wrongAddress(draw);
  const simple = six
    ? "fd00::/64 fd00:1::/64 fd00:2::/64 fd01::/32 fd01::/16 fd00::/8 fd00::1 fd00:1::2 fd00:1::2/128 2001:db8::/32 ::/0 fd00::5/64"
    : "10.0.0.0/24 10.0.1.0/24 10.0.2.0/24 10.0.0.0/16 10.1.0.0/16 10.0.0.0/8 192.168.7.0/24 10.0.1.2 10.0.1.2/32 10.0.0.0/25 10.0.0.128/25 0/0 0.0.0.0/1 10/8 10.0.0.5/24";
  return draw.word(simple);
}

export function wrongAddress(draw: Draw): string {
  return draw.word(WRONG);
}

export function maybeWrong(draw: Draw, text: string): string {
  return draw.chance(0.025) ? wrongAddress(draw) : text;
}

export function mac(draw: Draw): string {
  return draw.chance(0.06)
    ? draw.word(
        "02:00:00:00:00 01:00:5e:00:00:01 00:00:00:00:00:00 ff:ff:ff:ff:ff:ff 2:0:0:0:0:7 02-00-00-00-00-01 foo 02:00:00:00:00:zz 02:00:00:00:00:01:02",
      )
    : `02:00:00:00:0${draw.int(1, 3)}:0${draw.int(1, 9)}`;
}

export function number(draw: Draw, low: number, high: number): string {
  return draw.chance(0.05)
    ? draw.word("-1 0 x 1x 4294967295 4294967296 0x10 010 1.5 99999999999")
    : `${draw.int(low, high)}`;
}

export function table(draw: Draw): string {
  return draw.weighted([
    [6, "7"],
    [3, "100"],
    [2, "main"],
    [2, "local"],
    [1, "default"],
    [2, "1000"],
    [1, "256"],
    [1, draw.word("0 255 unspec all cache foo 4294967295")],
  ]);
}

export function protocol(draw: Draw): string {
  return draw.word("static kernel boot ra redirect zebra bird dhcp 0 99 255 256 foo");
}

export function scope(draw: Draw): string {
  return draw.word("global link host site nowhere 0 100 200 253 254 255 256 foo");
}

export function onOff(draw: Draw): string {
  return draw.weighted([
    [8, "on"],
    [8, "off"],
    [1, draw.word("yes 1 o")],
  ]);
}
