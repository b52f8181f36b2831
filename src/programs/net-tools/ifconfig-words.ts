/** The words of `ifconfig`, and what they do. */
import { EINVAL, ENODEV, ENOTTY, EOPNOTSUPP } from "../../errno.ts";
import { IFLA_IFNAME, IFLA_TXQLEN } from "../../netlink/link-attributes.ts";
import {
  IFF_ALLMULTI,
  IFF_AUTOMEDIA,
  IFF_BROADCAST,
  IFF_DYNAMIC,
  IFF_MULTICAST,
  IFF_NOARP,
  IFF_NOTRAILERS,
  IFF_POINTOPOINT,
  IFF_PROMISC,
  IFF_UP,
} from "../../netlink/link-flags.ts";
import { parseIpv6 } from "../../packet/address.ts";
import { IFNAMSIZ } from "../lib/interfaces.ts";
import { atoi, strtolSaturated } from "../lib/numbers.ts";
import { looseMac } from "./ether.ts";
import { ToolExit } from "./fail.ts";
import { type Changes, type Handler, usage } from "./ifconfig-change.ts";
import { setBroadcast, setPeer } from "./ipv4-addresses.ts";

/** Hardware classes whose addresses the real one reads. */
const HARDWARE_READ: ReadonlySet<string> = new Set(
  "ash ax25 netrom rose tunnel arcnet fddi hippi x25 eui64".split(" "),
);
/** And those that have none. */
const HARDWARE_WITHOUT_ADDRESS: ReadonlySet<string> = new Set(
  "loop slip cslip slip6 cslip6 adaptive ppp hdlc lapb dlci frad sit irda ec".split(" "),
);

/** Media that `if_port_text` names. */
const MEDIA = new Set(["unknown", "10base2", "10baset", "aui", "100baset", "100basetx", "100basefx"]);

function flags(set: number, clear = 0): Handler {
  return (changes) => changes.setFlags(set, clear);
}

/** Takes a flag away that the kernel may keep for its own reasons. */
function clearFlag(flag: number, warning: string): Handler {
  return (changes) => {
    changes.setFlags(0, flag);
    changes.testFlags();
    if ((changes.link()?.flags ?? 0) & flag)
      changes.process.stderr.write(`Warning: Interface ${changes.name} still in ${warning}\n`);
  };
}

/** Settings of hardware that no device here has. */
function unsupported(what: string): Handler {
  return (changes) => {
    changes.take();
    changes.report(what, changes.link() ? -EOPNOTSUPP : -ENODEV);
  };
}

/** `struct ifmap`, which is read before it is written. */
function refuseMap(changes: Changes, what: string, _value: string): void {
  if (changes.link()) changes.report(`${what}: SIOCSIFMAP`, -EOPNOTSUPP);
  else changes.report(`${what}: SIOCGIFMAP`, -ENODEV);
}

/** A medium by its number, of which -1 stands for none. */
function isPort(text: string): boolean {
  const value = text === "" ? 0n : strtolSaturated(text);
  return value !== undefined && BigInt.asIntN(32, value) !== -1n;
}

/** `strtoul(3)` into an int: digits at the start, also octal and hexadecimal ones. */
function leadingUnsigned(text: string): number {
  const match = /^[ \t\n\v\f\r]*([+-]?)(0x[0-9a-f]+|0[0-7]*|\d+)/i.exec(text);
  if (!match) return 0;
  const digits = /^0[0-7]+$/.test(match[2]) ? `0o${match[2]}` : match[2];
  const value = BigInt(digits);
  if (value > 0xffff_ffff_ffff_ffffn) return -1;
  return Number(BigInt.asIntN(32, match[1] === "-" ? -value : value));
}

/** An address that may be left out at the end, and a flag; a wrong address leaves the flag as it is. */
function addressAndFlag(what: string, change: typeof setPeer, flag: number, error6: number): Handler {
  return (changes) => {
    if (changes.more && changes.inet6) {
      if (!changes.refuseInet6(what, changes.take(), error6)) return;
    } else if (changes.more) {
      const address = changes.host(changes.take());
      if (address === undefined) return;
      changes.changeAddress(what, change, address);
    }
    changes.setFlags(flag, 0);
  };
}

export const HANDLERS: Readonly<Record<string, Handler>> = {
  up: flags(IFF_UP),
  down: flags(0, IFF_UP),
  arp: flags(0, IFF_NOARP),
  "-arp": flags(IFF_NOARP),
  promisc: flags(IFF_PROMISC),
  "-promisc": clearFlag(IFF_PROMISC, "promisc mode... maybe other application is running?"),
  allmulti: flags(IFF_ALLMULTI),
  "-allmulti": clearFlag(IFF_ALLMULTI, "ALLMULTI mode."),
  multicast: flags(IFF_MULTICAST),
  "-multicast": clearFlag(IFF_MULTICAST, "MULTICAST mode."),
  dynamic: flags(IFF_DYNAMIC),
  "-dynamic": clearFlag(IFF_DYNAMIC, "DYNAMIC mode."),
  trailers: flags(0, IFF_NOTRAILERS),
  "-trailers": flags(IFF_NOTRAILERS),
  "-broadcast": clearFlag(IFF_BROADCAST, "BROADCAST mode."),
  "-pointopoint": clearFlag(IFF_POINTOPOINT, "POINTOPOINT mode."),
  media(changes) {
    const medium = changes.take();
    if (medium.toLowerCase() === "auto") {
      changes.setFlags(IFF_AUTOMEDIA, 0);
      // the real one looks at the word again, and takes it for an address
      changes.back();
    } else if (MEDIA.has(medium.toLowerCase()) || isPort(medium)) refuseMap(changes, "port", medium);
    else changes.complain("Unknown media type.\n");
  },
  mtu: (changes) => changes.setMtu(atoi(changes.take())),
  txqueuelen(changes) {
    const length = leadingUnsigned(changes.take());
    if (length < 0) changes.report("SIOCSIFTXQLEN", changes.link() ? -EINVAL : -ENODEV);
    else changes.changeAttribute("SIOCSIFTXQLEN", IFLA_TXQLEN, length);
  },
  name: (changes) =>
    changes.changeAttribute("SIOCSIFNAME", IFLA_IFNAME, changes.take().slice(0, IFNAMSIZ - 1)),
  netmask: (changes) => changes.setNetmask(changes.take()),
  broadcast: addressAndFlag("SIOCSIFBRDADDR", setBroadcast, IFF_BROADCAST, ENOTTY),
  pointopoint: addressAndFlag("SIOCSIFDSTADDR", setPeer, IFF_POINTOPOINT, ENODEV),
  dstaddr(changes) {
    if (changes.inet6) return void changes.refuseInet6("SIOCSIFDSTADDR", changes.take(), ENODEV);
    const address = changes.host(changes.take());
    if (address !== undefined) changes.changeAddress("SIOCSIFDSTADDR", setPeer, address);
  },
  hw(changes) {
    const kind = changes.take();
    if (HARDWARE_READ.has(kind))
      throw new ToolExit(1, `ifconfig: hardware class \`${kind}' is not supported here\n`);
    if (HARDWARE_WITHOUT_ADDRESS.has(kind))
      changes.complain(`hw address type \`${kind}' has no handler to set address. failed.\n`);
    else if (kind !== "ether") throw usage();
    const text = changes.take();
    if (kind !== "ether") return;
    const address = looseMac(text, changes.lastAddress);
    if (!address) {
      changes.complain(`${text}: invalid ether address.\n`);
      return;
    }
    changes.setEthernetAddress(address.toBytes());
  },
  add: (changes) => changes.changeExtra(true, changes.take()),
  del: (changes) => changes.changeExtra(false, changes.take()),
  tunnel(changes) {
    const name = changes.take();
    if (!parseIpv6(name.split("/", 1)[0])) changes.refuseAddress(name);
    else changes.report(changes.link() ? "SIOCSIFDSTADDR" : "SIOGIFINDEX", -ENODEV);
  },
  irq: (changes) => refuseMap(changes, "irq", changes.take()),
  mem_start: (changes) => refuseMap(changes, "mem_start", changes.take()),
  io_addr: (changes) => refuseMap(changes, "io_addr", changes.take()),
  keepalive: unsupported("SIOCSKEEPALIVE"),
  outfill: unsupported("SIOCSOUTFILL"),
};
