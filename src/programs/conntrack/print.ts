/** A connection as one line of text. Source: libnetfilter_conntrack's `snprintf_default.c`. */
import type { Flow, FlowTuple } from "./flow.ts";
import { IPS_ASSURED, IPS_OFFLOAD, IPS_SEEN_REPLY, L4_NAMES, SCTP_STATE_TEXTS, TCP_STATES } from "./names.ts";

/** What happened to a connection. */
export type EventKind = "new" | "update" | "destroy";

/** What `-o` asks for. */
export interface OutputFlags {
  readonly extended: boolean;
  readonly id: boolean;
  readonly timestamp: boolean;
  readonly ktimestamp: boolean;
  readonly xml: boolean;
  readonly save: boolean;
  /** Names of labels, of which there are none. */
  readonly labels: boolean;
  /** Which program made an event: it is always told. */
  readonly userspace: boolean;
}

export const NO_OUTPUT: OutputFlags = {
  extended: false,
  id: false,
  timestamp: false,
  ktimestamp: false,
  xml: false,
  save: false,
  labels: false,
  userspace: false,
};

const KINDS: Readonly<Record<EventKind, string>> = {
  new: "    [NEW] ",
  update: " [UPDATE] ",
  destroy: "[DESTROY] ",
};

/** Addresses and ports of a direction, with a blank behind each. */
function tupleText(tuple: FlowTuple): string {
  const addresses = `src=${tuple.source} dst=${tuple.destination} `;
  switch (tuple.protocol) {
    case 6:
    case 17:
    case 33:
    case 132:
    case 136:
      return `${addresses}sport=${tuple.sport} dport=${tuple.dport} `;
    case 1:
    case 58:
      return `${addresses}type=${tuple.type} code=${tuple.code} id=${tuple.sport} `;
    case 47:
      return `${addresses}srckey=0x${tuple.sport.toString(16)} dstkey=0x${tuple.dport.toString(16)} `;
    default:
      return addresses;
  }
}

function countersText(flow: Flow, dir: number): string {
  const counters = flow.counters?.[dir];
  return counters === undefined ? "" : `packets=${counters.packets} bytes=${counters.bytes} `;
}

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** As `asctime` writes it. */
function timeText(ns: bigint): string {
  const date = new Date(Number(ns / 1_000_000n));
  const two = (value: number): string => String(value).padStart(2, "0");
  const clock = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(":");
  const day = String(date.getUTCDate()).padStart(2);
  return `${WEEKDAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${day} ${clock} ${date.getUTCFullYear()}`;
}

function timesText(flow: Flow, flags: OutputFlags, now: bigint): string {
  if (flow.start === undefined) return "";
  const end = flow.stop ?? now;
  const seconds = end > flow.start ? (end - flow.start) / 1_000_000_000n : 0n;
  let text = `delta-time=${seconds} `;
  if (flags.ktimestamp) {
    text += `[start=${timeText(flow.start)}] `;
    if (flow.stop !== undefined) text += `[stop=${timeText(flow.stop)}] `;
  }
  return text;
}

/** @param now ns since 1970 */
export function flowText(flow: Flow, kind: EventKind | undefined, flags: OutputFlags, now: bigint): string {
  const { original, reply, status } = flow;
  const { protocol } = original;
  let text = kind === undefined ? "" : KINDS[kind];
  if (flags.extended) text += `${(flow.family === 2 ? "ipv4" : "ipv6").padEnd(8)} ${flow.family} `;
  text += `${(L4_NAMES.get(protocol) ?? "unknown").padEnd(8)} ${protocol} `;
  if (flow.timeout !== undefined) text += `${flow.timeout} `;
  if (flow.tcpState !== undefined) text += `${TCP_STATES[flow.tcpState] ?? "NONE"} `;
  if (flow.sctp !== undefined) text += `${SCTP_STATE_TEXTS[flow.sctp.state] ?? "NONE"} `;
  text += tupleText(original);
  if (original.zone !== 0) text += `zone-orig=${original.zone} `;
  text += countersText(flow, 0);
  if ((status & IPS_SEEN_REPLY) === 0) text += "[UNREPLIED] ";
  text += tupleText(reply);
  if (reply.zone !== 0) text += `zone-reply=${reply.zone} `;
  text += countersText(flow, 1);
  if ((status & IPS_OFFLOAD) !== 0) text += "[OFFLOAD] ";
  else if ((status & IPS_ASSURED) !== 0) text += "[ASSURED] ";
  if (flow.mark !== undefined) text += `mark=${flow.mark} `;
  if (flow.zone !== 0) text += `zone=${flow.zone} `;
  text += timesText(flow, flags, now);
  if (flow.helper !== undefined) text += `helper=${flow.helper} `;
  if (flow.use !== undefined) text += `use=${flow.use} `;
  if (flags.id && flow.id !== undefined) text += `id=${flow.id} `;
  return text.trimEnd();
}
