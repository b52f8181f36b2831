/** What is set in each namespace before anything else, by how much of IPv6 the sequence has. */
import type { Mode } from "./world.ts";

const KEYS: Readonly<Record<Mode, readonly string[]>> = {
  ipv4: ["ipv6.conf.all.disable_ipv6=1", "ipv6.conf.default.disable_ipv6=1"],
  quiet: [
    "ipv6.conf.all.accept_dad=0",
    "ipv6.conf.default.accept_dad=0",
    "ipv6.conf.default.router_solicitations=0",
  ],
  dad: [],
};

/** Reports of groups go out at once, not at a random time: bridges learn from them. */
const PROMPT = [
  "ipv4.conf.default.igmpv3_unsolicited_report_interval=1",
  "ipv6.conf.default.mldv2_unsolicited_report_interval=1",
];

/**
 * The command; undefined when there is nothing to set.
 * @param bridged whether there are bridges
 */
export function settingsCommand(mode: Mode, namespace: string, bridged: boolean): string | undefined {
  const keys = [...KEYS[mode], ...(bridged ? PROMPT : [])].map((key) => `net.${key}`);
  if (keys.length === 0) return undefined;
  return `${namespace === "" ? "" : `ip netns exec ${namespace} `}sysctl -qw ${keys.join(" ")}`;
}
