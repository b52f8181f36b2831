/** The words of `ifconfig`, and what they do. */
import {
  SIOCDEVPRIVATE,
  SIOCSIFBRDADDR,
  SIOCSIFDSTADDR,
  SIOCSIFHWADDR,
  SIOCSIFMTU,
  SIOCSIFNAME,
  SIOCSIFTXQLEN,
} from "../../ioctl/ifreq.ts";
import {
  ARPHRD_ETHER,
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
import { type Handler, usage } from "./ifconfig-change.ts";

/** Hardware classes whose addresses the real one reads. */
const HARDWARE_READ: ReadonlySet<string> = new Set(
  "ash ax25 netrom rose tunnel arcnet fddi hippi x25 eui64".split(" "),
);
/** And those that have none. */
const HARDWARE_WITHOUT_ADDRESS: ReadonlySet<string> = new Set(
  "loop slip cslip slip6 cslip6 adaptive ppp hdlc lapb dlci frad sit irda ec".split(" "),
);

/** Media that `if_port_text` names. */
const MEDIA = ["unknown", "10base2", "10baset", "aui", "100baset", "100basetx", "100basefx"];
/** Offsets in a `struct ifmap`. */
const MAP_BASE = 16;
const MAP_IRQ = 18;
const MAP_PORT = 20;

function flags(set: number, clear = 0): Handler {
  return (changes) => changes.setFlags(set, clear);
}

/** Takes a flag away that the kernel may keep for its own reasons. */
function clearFlag(flag: number, warning: string): Handler {
  return (changes) => {
    changes.setFlags(0, flag);
    if ((changes.testFlags() & flag) !== 0)
      changes.process.stderr.write(`Warning: Interface ${changes.name} still in ${warning}\n`);
  };
}

/** Settings of hardware that few drivers have. */
function privateNumber(what: string, request: number): Handler {
  return (changes) => {
    const value = atoi(changes.take());
    changes.callIoctl(what, request, (argument) => argument.setBigInt64(0, BigInt(value), true));
  };
}

/** A medium's number, of which -1 stands for none. */
function portNumber(text: string): number | undefined {
  const value = text === "" ? 0n : strtolSaturated(text);
  const port = value === undefined ? -1 : Number(BigInt.asIntN(32, value));
  return port === -1 ? undefined : port;
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

/** A number of `struct ifmap`. */
function mapNumber(what: string, put: (map: DataView, value: number) => void): Handler {
  return (changes) => {
    const value = leadingUnsigned(changes.take());
    changes.changeMap(what, (map) => put(map, value));
  };
}

function putBytes(into: DataView, at: number, bytes: Uint8Array): void {
  for (let i = 0; i < bytes.length; i++) into.setUint8(at + i, bytes[i]);
}

/** An address that may be left out at the end, and a flag; a wrong address leaves the flag as it is. */
function addressAndFlag(what: string, request: number, flag: number): Handler {
  return (changes) => {
    if (changes.more && changes.inet6) {
      if (!changes.changeAddress6(what, request, changes.take())) return;
    } else if (changes.more) {
      const address = changes.host(changes.take());
      if (address === undefined) return;
      changes.changeAddress(what, request, address);
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
      return;
    }
    const named = MEDIA.indexOf(medium.toLowerCase());
    const port = named >= 0 ? named : portNumber(medium);
    if (port === undefined) changes.complain("Unknown media type.\n");
    else changes.changeMap("port", (map) => map.setUint8(MAP_PORT, port));
  },
  mtu(changes) {
    const mtu = atoi(changes.take());
    changes.callIoctl("SIOCSIFMTU", SIOCSIFMTU, (argument) => argument.setInt32(0, mtu, true));
  },
  txqueuelen(changes) {
    const length = leadingUnsigned(changes.take());
    changes.callIoctl("SIOCSIFTXQLEN", SIOCSIFTXQLEN, (argument) => argument.setInt32(0, length, true));
  },
  name(changes) {
    const name = new TextEncoder().encode(changes.take()).subarray(0, IFNAMSIZ - 1);
    changes.callIoctl("SIOCSIFNAME", SIOCSIFNAME, (argument) => putBytes(argument, 0, name));
  },
  netmask: (changes) => changes.setNetmask(changes.take()),
  broadcast: addressAndFlag("SIOCSIFBRDADDR", SIOCSIFBRDADDR, IFF_BROADCAST),
  pointopoint: addressAndFlag("SIOCSIFDSTADDR", SIOCSIFDSTADDR, IFF_POINTOPOINT),
  dstaddr(changes) {
    if (changes.inet6) return void changes.changeAddress6("SIOCSIFDSTADDR", SIOCSIFDSTADDR, changes.take());
    const address = changes.host(changes.take());
    if (address !== undefined) changes.changeAddress("SIOCSIFDSTADDR", SIOCSIFDSTADDR, address);
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
    changes.callIoctl("SIOCSIFHWADDR", SIOCSIFHWADDR, (argument) => {
      argument.setUint16(0, ARPHRD_ETHER, true);
      putBytes(argument, 2, address.toBytes());
    });
  },
  add: (changes) => changes.changeExtra(true, changes.take()),
  del: (changes) => changes.changeExtra(false, changes.take()),
  tunnel(changes) {
    const name = changes.take();
    const [text, prefix] = name.split("/", 2);
    const address = parseIpv6(text);
    if (!address) changes.refuseAddress(name);
    else
      changes.callIpv6("SIOCSIFDSTADDR", SIOCSIFDSTADDR, address, prefix === undefined ? 128 : atoi(prefix));
  },
  irq: mapNumber("irq", (map, value) => map.setUint8(MAP_IRQ, value)),
  mem_start: mapNumber("mem_start", (map, value) => map.setBigInt64(0, BigInt(value), true)),
  io_addr: mapNumber("io_addr", (map, value) => map.setUint16(MAP_BASE, value, true)),
  keepalive: privateNumber("SIOCSKEEPALIVE", SIOCDEVPRIVATE),
  outfill: privateNumber("SIOCSOUTFILL", SIOCDEVPRIVATE + 2),
};
