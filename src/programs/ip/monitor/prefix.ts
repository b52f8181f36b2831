/** One advertised prefix, as `ip monitor prefix` prints it. */
import { AF_INET6 } from "../../../kernel.ts";
import { AttributeTable } from "../../../netlink/attribute.ts";
import type { MessageReader } from "../../../netlink/message.ts";
import {
  IF_PREFIX_AUTOCONF,
  IF_PREFIX_ONLINK,
  PREFIX_ADDRESS,
  PREFIX_CACHEINFO,
  PREFIX_MAX,
  PREFIXMSG_LEN,
  readPrefixCacheInfo,
  readPrefixHeader,
} from "../../../netlink/prefix.ts";
import type { Ip } from "../context.ts";

/** `ND_OPT_PREFIX_INFO` */
const TYPE = 3;

/** Prints the message, or complains about it. */
export function printPrefix(ip: Ip, message: MessageReader): void {
  if (message.length < PREFIXMSG_LEN) return;
  const { family, index, type, length, flags } = readPrefixHeader(message.bytes, message.body);
  if (family !== AF_INET6) return ip.complain(`incorrect protocol family: ${family}\n`);
  if (type !== TYPE) return ip.complain(`wrong ND type ${type}\n`);
  const { out } = ip;
  const table = new AttributeTable(PREFIX_MAX);
  table.parse(message.bytes, message.body + PREFIXMSG_LEN, message.end);
  out.openObject();
  const prefix = table.ipv6(PREFIX_ADDRESS);
  if (prefix !== undefined) {
    const address = ip.host(prefix.toString());
    out.value("prefix", `${address}/${length}`, `prefix ${address}/${length}`);
  }
  const dev = ip.links.name(index);
  out.value("dev", dev, `dev ${dev} `);
  if ((flags & IF_PREFIX_ONLINK) !== 0) out.value("onlink", null, "onlink ");
  if ((flags & IF_PREFIX_AUTOCONF) !== 0) out.value("autoconf", null, "autoconf ");
  const info = readPrefixCacheInfo(
    table.bytes,
    table.offset(PREFIX_CACHEINFO),
    table.length(PREFIX_CACHEINFO),
  );
  if (info !== undefined) {
    out.value("valid", info.valid, `valid ${info.valid} `);
    out.value("preferred", info.preferred, `preferred ${info.preferred} `);
  }
  out.text("\n");
  out.closeObject();
}
