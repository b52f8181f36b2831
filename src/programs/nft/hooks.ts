/** Families, hooks and priorities by name. Source: `src/rule.c` of nftables 1.0.6. */
export const FAMILIES: Readonly<Record<string, number>> = {
  ip: 2,
  ip6: 10,
  inet: 1,
  arp: 3,
  bridge: 7,
  netdev: 5,
};
export const INET = 1;
export const IPV4 = 2;
export const ARP = 3;
export const NETDEV = 5;
export const BRIDGE = 7;
export const IPV6 = 10;

export function familyName(family: number): string {
  return Object.keys(FAMILIES).find((name) => FAMILIES[name] === family) ?? "unknown";
}

const INET_HOOKS = ["prerouting", "input", "forward", "output", "postrouting"];

function hooksOf(family: number): readonly string[] {
  if (family === ARP) return ["input", "output"];
  if (family === NETDEV) return ["ingress", "egress"];
  return family === INET ? [...INET_HOOKS, "ingress"] : INET_HOOKS;
}

export function hookNumber(family: number, name: string): number | undefined {
  const index = hooksOf(family).indexOf(name);
  return index < 0 ? undefined : index;
}

export function hookName(family: number, number: number): string {
  return hooksOf(family)[number] ?? "unknown";
}

const STANDARD: readonly (readonly [string, number])[] = [
  ["raw", -300],
  ["mangle", -150],
  ["dstnat", -100],
  ["filter", 0],
  ["security", 50],
  ["srcnat", 100],
];
const BRIDGED: readonly (readonly [string, number])[] = [
  ["dstnat", -300],
  ["filter", -200],
  ["out", 100],
  ["srcnat", 300],
];

function allowed(name: string, family: number, hook: string): boolean {
  if (family === ARP || family === NETDEV) return name === "filter";
  if (name === "dstnat")
    return hook === "prerouting" || (family === BRIDGE && hook === "output" ? false : hook === "prerouting");
  if (name === "srcnat") return hook === "postrouting";
  if (name === "out") return hook === "output";
  return true;
}

export function priorityByName(name: string, family: number, hook: string): number | undefined {
  const found = (family === BRIDGE ? BRIDGED : STANDARD).find(([each]) => each === name);
  return found !== undefined && allowed(name, family, hook) ? found[1] : undefined;
}

/** `filter + 5`, or the number. */
export function priorityText(priority: number, family: number, hook: string, numeric: boolean): string {
  if (numeric) return String(priority);
  for (const [name, value] of family === BRIDGE ? BRIDGED : STANDARD) {
    if (!allowed(name, family, hook)) continue;
    const distance = priority - value;
    if (distance === 0) return name;
    if (Math.abs(distance) <= 10) return `${name} ${distance < 0 ? "-" : "+"} ${Math.abs(distance)}`;
  }
  return String(priority);
}
