/**
 * Flags and states of links in text.
 */
import {
  IFF_ALLMULTI,
  IFF_AUTOMEDIA,
  IFF_BROADCAST,
  IFF_DEBUG,
  IFF_DORMANT,
  IFF_DYNAMIC,
  IFF_ECHO,
  IFF_LOOPBACK,
  IFF_LOWER_UP,
  IFF_MASTER,
  IFF_MULTICAST,
  IFF_NOARP,
  IFF_NOTRAILERS,
  IFF_POINTOPOINT,
  IFF_PORTSEL,
  IFF_PROMISC,
  IFF_RUNNING,
  IFF_SLAVE,
  IFF_UP,
} from "../../../netlink/link-flags.ts";
import type { Color, Printer } from "../print.ts";

const FLAGS: readonly (readonly [number, string])[] = [
  [IFF_LOOPBACK, "LOOPBACK"],
  [IFF_BROADCAST, "BROADCAST"],
  [IFF_POINTOPOINT, "POINTOPOINT"],
  [IFF_MULTICAST, "MULTICAST"],
  [IFF_NOARP, "NOARP"],
  [IFF_ALLMULTI, "ALLMULTI"],
  [IFF_PROMISC, "PROMISC"],
  [IFF_MASTER, "MASTER"],
  [IFF_SLAVE, "SLAVE"],
  [IFF_DEBUG, "DEBUG"],
  [IFF_DYNAMIC, "DYNAMIC"],
  [IFF_AUTOMEDIA, "AUTOMEDIA"],
  [IFF_PORTSEL, "PORTSEL"],
  [IFF_NOTRAILERS, "NOTRAILERS"],
  [IFF_UP, "UP"],
  [IFF_LOWER_UP, "LOWER_UP"],
  [IFF_DORMANT, "DORMANT"],
  [IFF_ECHO, "ECHO"],
];

/** `<BROADCAST,UP,M-DOWN> `, an array in JSON. */
export function printFlags(out: Printer, value: number, masterDown: boolean): void {
  out.openArray("flags", "<");
  let flags = value;
  const names: string[] = [];
  if ((flags & IFF_UP) !== 0 && (flags & IFF_RUNNING) === 0) names.push("NO-CARRIER");
  flags &= ~IFF_RUNNING;
  for (const [flag, name] of FLAGS) {
    if ((flags & flag) === 0) continue;
    flags &= ~flag;
    names.push(name);
  }
  if (flags !== 0) names.push((flags >>> 0).toString(16));
  if (masterDown) names.push("M-DOWN");
  // an interface with no flags at all still gets the comma that Linux's tool prints before M-DOWN
  const text = names.length === 1 && masterDown ? ",M-DOWN" : names.join(",");
  if (out.json) for (const name of names) out.field(null, name);
  else out.text(text);
  out.closeArray("> ");
}

export const OPERSTATES: readonly string[] = [
  "UNKNOWN",
  "NOTPRESENT",
  "DOWN",
  "LOWERLAYERDOWN",
  "TESTING",
  "DORMANT",
  "UP",
];

/** The colour of an operational state. */
function stateColor(state: number): Color | undefined {
  if (state === 6) return "up";
  return state === 2 ? "down" : undefined;
}

/** The operational state, e.g. `state UP`. */
export function printOperstate(out: Printer, state: number, brief: boolean): void {
  const name = OPERSTATES[state];
  if (name === undefined) {
    out.value("operstate_index", state, `state 0x${state.toString(16)}`);
    return;
  }
  if (out.json) out.field("operstate", name);
  else if (brief) out.text(`${name.padEnd(14)} `, stateColor(state));
  else {
    out.text("state ");
    out.text(`${name} `, stateColor(state));
  }
}

export const LINK_MODES: readonly string[] = ["DEFAULT", "DORMANT"];

/** The link mode, e.g. `mode DEFAULT`. */
export function printLinkMode(out: Printer, mode: number): void {
  const name = LINK_MODES[mode];
  if (name === undefined) out.value("linkmode_index", mode, `mode ${mode} `);
  else out.value("linkmode", name, `mode ${name} `);
}
