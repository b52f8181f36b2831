/** What is set in each namespace before anything else, by how much of IPv6 the sequence has. */
import type { Mode } from "./world.ts";

const KEYS: Readonly<Record<Mode, readonly string[]>> = {
  ipv4: ["all.disable_ipv6=1", "default.disable_ipv6=1"],
  quiet: ["all.accept_dad=0", "default.accept_dad=0", "default.router_solicitations=0"],
  dad: [],
};

/** The command; undefined when there is nothing to set. */
export function settingsCommand(mode: Mode, namespace: string): string | undefined {
  const keys = KEYS[mode].map((key) => `net.ipv6.conf.${key}`);
  if (keys.length === 0) return undefined;
  return `${namespace === "" ? "" : `ip netns exec ${namespace} `}sysctl -qw ${keys.join(" ")}`;
}
