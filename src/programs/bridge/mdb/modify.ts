/** `bridge mdb add` and `del`. */
import { AF_INET, AF_UNSPEC } from "../../../kernel.ts";
import { NLA_F_NESTED } from "../../../netlink/attribute.ts";
import { AF_BRIDGE } from "../../../netlink/link-kinds/bridge.ts";
import * as mdba from "../../../netlink/mdb.ts";
import { NLM_F_CREATE, NLM_F_EXCL } from "../../../netlink/message.ts";
import { RTM_NEWMDB } from "../../../netlink/rtnetlink.ts";
import { ETH_ALEN, ETH_P_IP, ETH_P_IPV6 } from "../../../packet/ethernet.ts";
import { type Arguments, EXIT_USAGE } from "../../ip/arguments.ts";
import type { Ip } from "../../ip/context.ts";
import { parseAddress } from "../../ip/inet.ts";
import { parseLinkAddress } from "../../ip/link-layer.ts";
import { failed } from "../failed.ts";
import { MDB_USAGE } from "./help.ts";

interface Request {
  dev: string | undefined;
  port: string | undefined;
  group: string | undefined;
  source: string | undefined;
  permanent: boolean;
  vid: number;
}

function parseWord(ip: Ip, args: Arguments, request: Request): void {
  if (args.is("dev")) request.dev = args.next();
  else if (args.is("grp")) request.group = args.next();
  else if (args.is("port")) request.port = args.next();
  else if (args.is("permanent")) {
    request.permanent = true;
  } else if (args.is("temp")) {
    // is the default, and takes nothing back
  } else if (args.is("vid")) request.vid = (Number.parseInt(args.next(), 10) || 0) & 0xffff;
  else if (args.is("src")) request.source = args.next();
  else if (args.matches("help")) ip.usage(MDB_USAGE);
}

/** An address of IPv4, of IPv6 or of a link, with its EtherType; undefined, when it is none. */
function readAddress(ip: Ip, text: string): { protocol: number; bytes: Uint8Array } | undefined {
  const address = parseAddress(text, AF_UNSPEC);
  if (address !== undefined)
    return { protocol: address.family === AF_INET ? ETH_P_IP : ETH_P_IPV6, bytes: address.bytes };
  const link = parseLinkAddress(text);
  if (typeof link === "string") {
    ip.complain(`"${link}" is invalid lladdr.\n`);
    return undefined;
  }
  return link.length === ETH_ALEN ? { protocol: 0, bytes: link } : undefined;
}

/** iproute2's `mdb_modify` */
export function modifyMdb(ip: Ip, args: Arguments, type: number): number {
  const request: Request = {
    dev: undefined,
    port: undefined,
    group: undefined,
    source: undefined,
    permanent: false,
    vid: 0,
  };
  for (; args.more; args.advance()) parseWord(ip, args, request);
  const { dev, port, group, source } = request;
  if (dev === undefined || port === undefined || group === undefined)
    return failed(ip, "Device, group address and port name are required arguments.");
  const bridge = ip.links.index(dev);
  if (bridge === 0) return failed(ip, `Cannot find device "${dev}"`);
  const index = ip.links.index(port);
  if (index === 0) return failed(ip, `Cannot find device "${port}"`);
  const address = readAddress(ip, group);
  if (address === undefined) return failed(ip, `Invalid address "${group}"`);
  const from = source === undefined ? undefined : parseAddress(source, AF_UNSPEC);
  if (source !== undefined && from === undefined) return failed(ip, `Invalid source address "${source}"`);
  const writer = ip.client.begin(type, type === RTM_NEWMDB ? NLM_F_CREATE | NLM_F_EXCL : 0);
  mdba.writePortMessage(writer, AF_BRIDGE, bridge);
  mdba.putMdbEntry(writer, writer.attribute(mdba.MDBA_SET_ENTRY, mdba.BR_MDB_ENTRY_LEN), {
    index,
    state: request.permanent ? mdba.MDB_PERMANENT : mdba.MDB_TEMPORARY,
    flags: 0,
    vid: request.vid,
    protocol: address.protocol,
    address: address.bytes,
  });
  if (from !== undefined) {
    const more = writer.nest(mdba.MDBA_SET_ENTRY_ATTRS | NLA_F_NESTED);
    writer.data(mdba.MDBE_ATTR_SOURCE, from.bytes);
    writer.endNest(more);
  }
  return ip.talk() ? 0 : EXIT_USAGE;
}
