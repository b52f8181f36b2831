/**
 * `ip address flush`: deletes what the filter lets through, round after round (iproute2's `ipaddr_flush`).
 */
import { AF_PACKET } from "../../../kernel.ts";
import { IFA_F_SECONDARY } from "../../../netlink/addr.ts";
import { RTM_DELADDR, RTM_NEWADDR } from "../../../netlink/rtnetlink.ts";
import { type Arguments, EXIT_FAILURE, EXIT_USAGE } from "../arguments.ts";
import type { Ip } from "../context.ts";
import { type FlushTarget, flushRounds } from "../flush.ts";
import type { LinkFilter } from "../link/filter.ts";
import { fetchAddresses, onMessage, parseFilter } from "./list.ts";
import { addressSelected, printAddress, readAddress } from "./show.ts";

function addressTarget(ip: Ip, filter: LinkFilter): FlushTarget {
  const collect = (): Uint8Array[] =>
    fetchAddresses(ip, filter, "Flush terminated").filter((bytes) => {
      const message = onMessage(bytes);
      const decoded = message.type === RTM_NEWADDR ? readAddress(message) : undefined;
      if (!decoded || !addressSelected(ip, decoded, filter)) return false;
      if (ip.options.stats >= 2) printAddress(ip, message, filter, true);
      return true;
    });
  // secondaries become primaries when the primary goes: another round would take them too
  const once = (filter.flagMask & ~filter.flags & IFA_F_SECONDARY) !== 0;
  return { what: "addresses", deleteType: RTM_DELADDR, failure: EXIT_USAGE, once, collect };
}

/** Flushes. @returns the exit status */
export function flushAddresses(ip: Ip, args: Arguments): number {
  if (!args.more) {
    ip.complain("Flush requires arguments.\n");
    return EXIT_FAILURE;
  }
  if (ip.options.family === AF_PACKET) {
    ip.complain("Cannot flush link addresses.\n");
    return EXIT_FAILURE;
  }
  const filter = parseFilter(ip, args, false);
  return filter ? flushRounds(ip, addressTarget(ip, filter)) : EXIT_FAILURE;
}
