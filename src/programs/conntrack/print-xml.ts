/** A connection as XML, and as the options that make it again. Source: libnetfilter_conntrack's `snprintf_xml.c`; `conntrack.c`. */
import type { Flow, FlowTuple } from "./flow.ts";
import {
  IPS_ASSURED,
  IPS_DST_NAT,
  IPS_SEEN_REPLY,
  IPS_SRC_NAT,
  L4_NAMES,
  SCTP_STATES,
  TCP_STATES,
} from "./names.ts";
import type { EventKind } from "./print.ts";

export const XML_HEADER = '<?xml version="1.0" encoding="utf-8"?>\n<conntrack>\n';
export const XML_FOOTER = "</conntrack>\n";

const WITH_PORTS: ReadonlySet<number> = new Set([6, 17, 33, 132, 136]);
const GRE = 47;

const element = (name: string, value: string | number | bigint): string => `<${name}>${value}</${name}>`;

function portsXml({ protocol, sport, dport }: FlowTuple): string {
  if (protocol === GRE)
    return element("srckey", `0x${sport.toString(16)}`) + element("dstkey", `0x${dport.toString(16)}`);
  return WITH_PORTS.has(protocol) ? element("sport", sport) + element("dport", dport) : "";
}

function direction(flow: Flow, tuple: FlowTuple, name: string, dir: number): string {
  const l3 = `<layer3 protonum="${flow.family}" protoname="${flow.family === 2 ? "ipv4" : "ipv6"}">`;
  const l4 = `<layer4 protonum="${tuple.protocol}" protoname="${L4_NAMES.get(tuple.protocol) ?? "unknown"}">`;
  const ports = portsXml(tuple);
  const counters = flow.counters?.[dir];
  const counted =
    counters === undefined
      ? ""
      : `<counters>${element("packets", counters.packets)}${element("bytes", counters.bytes)}</counters>`;
  const zone = tuple.zone === 0 ? "" : element("zone", tuple.zone);
  const addresses = element("src", tuple.source) + element("dst", tuple.destination);
  return `<meta direction="${name}">${l3}${addresses}</layer3>${l4}${ports}</layer4>${zone}${counted}</meta>`;
}

/** A connection as one `<flow>`. */
export function flowXml(flow: Flow, kind: EventKind | undefined, now: bigint): string {
  let meta = "";
  if (flow.tcpState !== undefined) meta += element("state", TCP_STATES[flow.tcpState] ?? "NONE");
  // libnetfilter_conntrack looks into the list of TCP here
  if (flow.sctp !== undefined) meta += element("state", TCP_STATES[flow.sctp.state] ?? "NONE");
  if (flow.timeout !== undefined) meta += element("timeout", flow.timeout);
  if (flow.mark !== undefined) meta += element("mark", flow.mark);
  if (flow.zone !== 0) meta += element("zone", flow.zone);
  if (flow.use !== undefined) meta += element("use", flow.use);
  if (flow.id !== undefined) meta += element("id", flow.id);
  if ((flow.status & IPS_ASSURED) !== 0) meta += "<assured/>";
  if ((flow.status & IPS_SEEN_REPLY) === 0) meta += "<unreplied/>";
  if (flow.start !== undefined) {
    const end = flow.stop ?? now;
    meta += element("deltatime", end > flow.start ? (end - flow.start) / 1_000_000_000n : 0n);
  }
  const type = kind === undefined ? "" : ` type="${kind}"`;
  const both = direction(flow, flow.original, "original", 0) + direction(flow, flow.reply, "reply", 1);
  return `<flow${type}>${both}<meta direction="independent">${meta}</meta></flow>`;
}

const SAVE_STATUS: readonly (readonly [number, string])[] = [
  [IPS_SEEN_REPLY, "SEEN_REPLY"],
  [IPS_ASSURED, "ASSURED"],
  [1 << 10, "FIXED_TIMEOUT"],
  [1, "EXPECTED"],
];

/** The options of `conntrack -R` that stand for it. */
export function flowSave(flow: Flow, command: "A" | "D" | "U"): string {
  const { original, reply, status } = flow;
  const words = SAVE_STATUS.filter(([bit]) => (status & bit) !== 0).map(([, word]) => word);
  const text = [`-${command}`];
  if (flow.timeout !== undefined) text.push(`-t ${flow.timeout}`);
  text.push(`-u ${words.length === 0 ? "UNSET" : words.join(",")}`);
  if (flow.zone !== 0) text.push(`-w ${flow.zone}`);
  if (original.zone !== 0) text.push(`--orig-zone ${original.zone}`);
  if (reply.zone !== 0) text.push(`--reply-zone ${reply.zone}`);
  text.push(`-s ${original.source} -d ${original.destination}`);
  text.push(`${(status & IPS_DST_NAT) !== 0 ? "-g" : "-r"} ${reply.source}`);
  text.push(`${(status & IPS_SRC_NAT) !== 0 ? "-n" : "-q"} ${reply.destination}`);
  const name = L4_NAMES.get(original.protocol);
  text.push(`-p ${name ?? original.protocol}`);
  const { protocol } = original;
  if (protocol === GRE)
    text.push(
      `--srckey ${original.sport} --dstkey ${original.dport}`,
      `--reply-key-src ${reply.sport} --reply-key-dst ${reply.dport}`,
    );
  // Linux tells no ports of DCCP any more
  else if (WITH_PORTS.has(protocol) && original.hasPorts)
    text.push(
      `--sport ${original.sport} --dport ${original.dport}`,
      `--reply-port-src ${reply.sport} --reply-port-dst ${reply.dport}`,
    );
  else if (protocol === 1 || protocol === 58)
    text.push(
      `--${name}-type ${original.type} --${name}-code ${original.code} --${name}-id ${original.sport}`,
    );
  if (flow.tcpState !== undefined) text.push(`--state ${TCP_STATES[flow.tcpState] ?? "NONE"}`);
  if (flow.sctp !== undefined) {
    const { state, originalTag, replyTag } = flow.sctp;
    text.push(
      `--state ${SCTP_STATES[state] ?? "(null)"} --orig-vtag ${originalTag} --reply-vtag ${replyTag}`,
    );
  }
  return text.join(" ");
}
