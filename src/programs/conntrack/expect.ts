/** Connections that are expected, as text and XML. Source: libnetfilter_conntrack's `expect/snprintf_default.c`, `snprintf_xml.c`. */
import { AttributeTable } from "../../netlink/attribute.ts";
import * as cta from "../../netlink/ctnetlink.ts";
import type { MessageReader } from "../../netlink/message.ts";
import { NFGENMSG_LEN } from "../../netlink/nfnetlink.ts";
import { type FlowTuple, readTuple } from "./flow.ts";
import { L4_NAMES } from "./names.ts";
import type { EventKind } from "./print.ts";

const PERMANENT = 1;
const INACTIVE = 2;
const USERSPACE = 4;
const WITH_PORTS: ReadonlySet<number> = new Set([6, 17, 33, 132, 136]);

/** A connection that is expected. */
export interface Expectation {
  readonly family: number;
  readonly tuple: FlowTuple;
  readonly mask: FlowTuple;
  readonly master: FlowTuple;
  readonly timeout: number | undefined;
  readonly zone: number;
  readonly flags: number;
  readonly class: number | undefined;
  readonly helper: string | undefined;
}

const table = new AttributeTable(cta.CTA_EXPECT_MAX);

/** Reads a message of `IPCTNL_MSG_EXP_*`. */
export function readExpectation(message: MessageReader): Expectation {
  const family = message.bytes[message.body];
  table.parse(message.bytes, message.body + NFGENMSG_LEN, message.end);
  const be32 = (type: number): number | undefined => (table.has(type) ? table.be32(type) : undefined);
  return {
    family,
    tuple: readTuple(cta.CTA_EXPECT_TUPLE, family, table),
    mask: readTuple(cta.CTA_EXPECT_MASK, family, table),
    master: readTuple(cta.CTA_EXPECT_MASTER, family, table),
    timeout: be32(cta.CTA_EXPECT_TIMEOUT),
    zone: table.be16(cta.CTA_EXPECT_ZONE),
    flags: table.be32(cta.CTA_EXPECT_FLAGS),
    class: be32(cta.CTA_EXPECT_CLASS),
    helper: table.has(cta.CTA_EXPECT_HELP_NAME) ? table.string(cta.CTA_EXPECT_HELP_NAME) : undefined,
  };
}

/** Ports are those of the expected protocol, of the mask, too. */
function ends(prefix: string, { source, destination, sport, dport }: FlowTuple, protocol: number): string {
  const ports = WITH_PORTS.has(protocol) ? `sport=${sport} dport=${dport} ` : "";
  return `${prefix}src=${source} ${prefix}dst=${destination} ${ports}`;
}

const KINDS: Readonly<Record<EventKind, string>> = {
  new: "    [NEW] ",
  update: " [UPDATE] ",
  destroy: "[DESTROY] ",
};

/** It as one line. */
export function expectationText(exp: Expectation, kind: EventKind | undefined): string {
  const { tuple, mask, master } = exp;
  let text = kind === undefined ? "" : KINDS[kind];
  if (exp.timeout !== undefined) text += `${exp.timeout} `;
  text += `proto=${tuple.protocol} `;
  text += ends("", tuple, tuple.protocol) + ends("mask-", mask, tuple.protocol);
  text += ends("master-", master, master.protocol);
  if (exp.zone !== 0) text += `zone=${exp.zone} `;
  if ((exp.flags & PERMANENT) !== 0) text += "PERMANENT ";
  if ((exp.flags & INACTIVE) !== 0) text += "INACTIVE ";
  if ((exp.flags & USERSPACE) !== 0) text += "USERSPACE ";
  if (exp.class !== undefined) text += `class=${exp.class} `;
  if (exp.helper !== undefined) text += `helper=${exp.helper}`;
  return text.trimEnd();
}

function tag(name: string, ...children: readonly (string | number)[]): string {
  return `<${name}>${children.join("")}</${name}>`;
}

function layer3(name: string, { source, destination }: FlowTuple): string {
  return tag(name, tag("src", source), tag("dst", destination));
}

function layer4(name: string, { sport, dport }: FlowTuple): string {
  return tag(name, tag("sport", sport), tag("dport", dport));
}

export const EXPECT_XML_HEADER = '<?xml version="1.0" encoding="utf-8"?>\n<expect>\n';
export const EXPECT_XML_FOOTER = "</expect>\n";

/** It as one `<flow>`. */
export function expectationXml(exp: Expectation, kind: EventKind | undefined): string {
  const { tuple, mask, master, family } = exp;
  const l4 = L4_NAMES.get(tuple.protocol) ?? "unknown";
  const type = kind === undefined ? "" : ` type="${kind}"`;
  let text = `<flow${type}><layer3 protonum="${family}" protoname="${family === 2 ? "ipv4" : "ipv6"}">`;
  text += `${layer3("expected", tuple)}${layer3("mask", mask)}${layer3("master", master)}</layer3>`;
  text += `<layer4 protonum="${tuple.protocol}" protoname="${l4}">`;
  if (WITH_PORTS.has(tuple.protocol)) text += layer4("expected", tuple) + layer4("mask", mask);
  if (WITH_PORTS.has(master.protocol)) text += layer4("master", master);
  text += "</layer4><meta>";
  if (exp.helper !== undefined) text += tag("helper-name", exp.helper);
  if (exp.timeout !== undefined) text += tag("timeout", exp.timeout);
  if (exp.class !== undefined) text += tag("class", exp.class);
  if (exp.zone !== 0) text += tag("zone", exp.zone);
  return `${text}</meta></flow>`;
}
