/** Who makes sockets of type stream, for either family; set by TCP. */
import { EPROTONOSUPPORT, type Errno } from "../../../errno.ts";
import type { Socket } from "../../../kernel.ts";
import type { Net } from "../../core/net.ts";

type Create = (net: Net) => Socket | Errno;

export const streamSockets: { ipv4: Create; ipv6: Create } = {
  ipv4: () => -EPROTONOSUPPORT,
  ipv6: () => -EPROTONOSUPPORT,
};
