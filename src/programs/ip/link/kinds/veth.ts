/** `type veth [ peer OPTIONS ]`: the peer's part has the shape of a link of its own. */

import { writeLinkHeader } from "../../../../netlink/link.ts";
import { VETH_INFO_MAX, VETH_INFO_PEER } from "../../../../netlink/link-kinds/veth.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import { type Arguments, CommandFailed } from "../../arguments.ts";
import type { Ip } from "../../context.ts";
import { VETH_USAGE } from "../help.ts";
import { LinkRequest, parseLink } from "../parse.ts";
import type { LinkKind } from "./kind.ts";

function parse(ip: Ip, args: Arguments, writer: MessageWriter, create: boolean): boolean {
  if (args.current !== "peer") {
    ip.out.text(VETH_USAGE);
    return false;
  }
  args.advance();
  const nest = writer.nest(VETH_INFO_PEER);
  const headerAt = writer.length;
  writeLinkHeader(writer, 0, 0, 0, 0, 0);
  const peer = new LinkRequest(create);
  try {
    parseLink(ip, args, writer, peer);
  } catch (error) {
    // whatever status it had, the kind's is another
    if (error instanceof CommandFailed) return false;
    throw error;
  }
  if (peer.atKind) args.duplicate("type", peer.type);
  writer.put32(headerAt + 4, peer.index);
  writer.put32(headerAt + 8, peer.flags);
  writer.put32(headerAt + 12, peer.change);
  writer.endNest(nest);
  return true;
}

export const veth: LinkKind = { name: "veth", maximum: VETH_INFO_MAX, usage: VETH_USAGE, parse };
