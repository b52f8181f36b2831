/** The listing of `ethtool -k`. */
import type { Feature } from "./calls.ts";

/** Features by their old collective names: one line for a single one, a heading for several. */
const GROUPS: readonly (readonly [name: string, short: string, pattern: RegExp])[] = [
  ["rx-checksumming", "rx", /^rx-checksum$/],
  ["tx-checksumming", "tx", /^tx-checksum-.*$/],
  ["scatter-gather", "sg", /^tx-scatter-gather.*$/],
  ["tcp-segmentation-offload", "tso", /^tx-tcp.*-segmentation$/],
  ["udp-fragmentation-offload", "ufo", /^tx-udp-fragmentation$/],
  ["generic-segmentation-offload", "gso", /^tx-generic-segmentation$/],
  ["generic-receive-offload", "gro", /^rx-gro$/],
  ["large-receive-offload", "lro", /^rx-lro$/],
  ["rx-vlan-offload", "rxvlan", /^rx-vlan-hw-parse$/],
  ["tx-vlan-offload", "txvlan", /^tx-vlan-hw-insert$/],
  ["ntuple-filters", "ntuple", /^rx-ntuple-filter$/],
  ["receive-hashing", "rxhash", /^rx-hashing$/],
];

/** The features that a word of `-K` names: all of a collective name, which may be none, or the one itself. */
export function namedFeatures(names: readonly string[], word: string): readonly string[] {
  const group = GROUPS.find(([name, short]) => word === name || word === short);
  return group ? names.filter((name) => group[2].test(name)) : [word];
}

function describe(feature: Feature): string {
  const state = feature.active ? "on" : "off";
  if (!feature.available || feature.neverChanged) return `${state} [fixed]`;
  if (feature.requested !== feature.active) return `${state} [requested ${feature.requested ? "on" : "off"}]`;
  return state;
}

/** The lines after the heading. */
export function showFeatures(names: readonly string[], states: readonly Feature[]): string {
  let text = "";
  const grouped = new Set<number>();
  const all = names.map((name, index) => ({ name, index })).filter(({ name }) => name !== "");
  for (const [group, , pattern] of GROUPS) {
    const members = all.filter(({ name }) => pattern.test(name));
    for (const { index } of members) grouped.add(index);
    if (members.length === 0) continue;
    const single = members.length === 1;
    const active = members.some(({ index }) => states[index].active);
    text += `${group}: ${single ? describe(states[members[0].index]) : active ? "on" : "off"}\n`;
    if (!single) for (const { name, index } of members) text += `\t${name}: ${describe(states[index])}\n`;
  }
  for (const { name, index } of all) if (!grouped.has(index)) text += `${name}: ${describe(states[index])}\n`;
  return text;
}
