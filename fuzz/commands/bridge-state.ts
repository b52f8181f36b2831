/** What shows the state of bridges, and of devices that stand on others; and what is not compared of it. */

/** What makes a sequence one with bridges, or with devices that have a forwarding table. */
const BRIDGED = /\b(bridge|brctl|vxlan|macvlan)\b/;

/** @param text the commands of a sequence */
export function isBridged(text: string): boolean {
  return BRIDGED.test(text);
}

/** The files of bridges and ports with their names, as far as they tell no time. */
const FILES = "/sys/class/net/*/bridge/* /sys/class/net/*/brport/*";

/** Commands that show a namespace's bridges. */
export function bridgeStateCommands(namespace: string): { command: string; unordered: boolean }[] {
  const bridge = namespace === "" ? "bridge" : `bridge -n ${namespace}`;
  const run = namespace === "" ? "" : `ip netns exec ${namespace} `;
  const ordered = [
    `${bridge} -d link`,
    `${bridge} -d -j link`,
    `${bridge} fdb`,
    `${bridge} -d fdb`,
    `${bridge} -d -s mdb`,
  ];
  return [
    ...ordered.map((command) => ({ command, unordered: false })),
    { command: `${run}brctl show`, unordered: false },
    { command: `${run}sh -c 'for f in ${FILES}; do echo $f: $(cat $f 2>&1); done'`, unordered: false },
  ];
}

/** Timers: of bridges and ports by name, of groups' members, and how long ago entries were used. */
const TIMERS: readonly (readonly [RegExp, string])[] = [
  [
    /\b((?:hello|tcn|topology[ _]change|gc|hold|message[ _]age|forward[ _]delay)[ _]timer"?:?)[ \t]*\d+(?:\.\d+)?/g,
    "$1 T",
  ],
  [/"timer":" *\d+\.\d+"/g, '"timer":"T"'],
  [/^(dev .* (?:temp|permanent)\b.*?) +\d+\.\d+$/gm, "$1 T"],
  [/ used \d+\/\d+/g, " used T"],
  [/"(used|updated)":\d+/g, '"$1":T'],
  [/^(\s+\d+\t[0-9a-f:]{17}|\s+\d+\t<mac\d+>)\t(yes|no)\t\t\s*\d+\.\d+$/gm, "$1 $2 T"],
];

/** Lines of a group's ports, one after the other: Linux lists them by where they are in memory. */
const MEMBERS = /^dev (\S+) port \S+ grp (\S+)\b.*\n(?:dev \1 port \S+ grp \2(?=\s).*\n)+/gm;

function sortMembers(text: string): string {
  return text.replace(MEMBERS, (lines) => `${lines.trimEnd().split("\n").sort().join("\n")}\n`);
}

/** The identity of a bridge whose MAC address the script does not name is random. */
const IDENTITIES = /\b([0-9a-f]{4}\.)([0-9a-f]{12}|(?:[0-9a-f]{1,2}:){5}[0-9a-f]{1,2})\b/g;

function macOf(text: string): string {
  const bytes = text.includes(":") ? text.split(":") : (text.match(/../g) ?? []);
  return bytes.map((byte) => byte.padStart(2, "0")).join(":");
}

/** What the commands print, without times and what is random. */
export function withoutBridgeTimes(text: string, script: string): string {
  const known = script.toLowerCase();
  return sortMembers(TIMERS.reduce((rest, [pattern, by]) => rest.replace(pattern, by), text)).replace(
    IDENTITIES,
    (whole, priority: string, id: string) => {
      const mac = macOf(id);
      return mac === "00:00:00:00:00:00" || known.includes(mac) ? whole : `${priority}<random>`;
    },
  );
}
