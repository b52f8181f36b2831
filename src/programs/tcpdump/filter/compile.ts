/**
 * Compiles pcap-filter(7) expressions to classic BPF.
 *
 * The decision about every packet is that of libpcap 1.10.3's unoptimized code; the code itself is our own. Not supported: protochain,
 * gateway, MPLS, PPPoE, Geneve, 802.11, ATM, MTP and pf primitives.
 */
import { SKF_AD_IFINDEX, SKF_AD_OFF, SKF_AD_PKTTYPE } from "../../../packet/bpf.ts";
import { DLT_LINUX_SLL, DLT_LINUX_SLL2 } from "../../../packet/capture.ts";
import { linkTypeDescription } from "../link-types.ts";
import type { Names } from "../names.ts";
import { etherAddress, hostOrNet, identifierError, ports } from "./addresses.ts";
import { relation } from "./arithmetic.ts";
import type { Identifier, Primitive, Qualifiers } from "./ast.ts";
import { and, assemble, type Condition, JGE, JGT, JSET, not, or, test } from "./code.ts";
import { FilterError } from "./errors.ts";
import { type Instruction, instruction } from "./instruction.ts";
import { type FilterSource, Layers } from "./layers.ts";
import { parseFilter } from "./parser.ts";
import { lookUpProtocol, protocolCondition, protocolNumber } from "./protocols.ts";
import { Registers } from "./registers.ts";
import { acceptsSomething } from "./reject.ts";

/** What a filter is compiled for. */
export interface CompileOptions {
  readonly linkType: number;
  readonly snaplen: number;
  readonly source: FilterSource;
  readonly names: Names;
  /** Without it nobody notices that a filter accepts nothing (`-O`). */
  readonly optimize: boolean;
}

const PACKET_OUTGOING = 4;
const LOAD_LENGTH = instruction(0x80);

/** @returns the program, or libpcap's message */
export function compileFilter(text: string, options: CompileOptions): Instruction[] | string {
  try {
    const generator = new Generator(options);
    const condition = parseFilter(text, (primitive) => generator.condition(primitive));
    const program = assemble(condition, options.snaplen);
    return !options.optimize || acceptsSomething(program) ? program : "expression rejects all packets";
  } catch (thrown) {
    if (thrown instanceof FilterError) return thrown.message;
    throw thrown;
  }
}

class Generator {
  private readonly layers: Layers;
  private readonly names: Names;
  private readonly registers = new Registers();

  constructor(options: CompileOptions) {
    this.layers = new Layers(options.linkType, options.source);
    this.names = options.names;
  }

  condition(expression: Primitive): Condition {
    const { layers } = this;
    switch (expression.kind) {
      case "protocol":
        return protocolCondition(layers, expression.protocol);
      case "primitive":
        return this.primitive(expression.qualifiers, expression.id);
      case "unqualified":
        throw identifierError(expression.id) ?? new FilterError("syntax error in filter expression");
      case "broadcast":
        return this.broadcast(expression.protocol);
      case "multicast":
        return this.multicast(expression.protocol);
      case "less":
        return not(test([LOAD_LENGTH], JGT, expression.length));
      case "greater":
        return test([LOAD_LENGTH], JGE, expression.length);
      case "inbound":
        return not(this.outbound());
      case "outbound":
        return this.outbound();
      case "ifindex":
        return this.ifindex(expression.index);
      case "vlan":
        return this.vlan(expression.id);
      default:
        return relation(layers, this.registers, expression.operator, expression.left, expression.right);
    }
  }

  private primitive(q: Qualifiers, id: Identifier): Condition {
    if (q.type === "port" || q.type === "portrange") return this.port(q, id);
    if (q.type !== "proto") return hostOrNet(this.layers, this.names, q, id);
    if (q.direction !== undefined) throw new FilterError("direction applied to 'proto'");
    if (id.kind === "number") return protocolNumber(this.layers, q.protocol, id.value);
    if (id.kind !== "name") throw wrongIdentifier(q, id);
    return protocolNumber(this.layers, q.protocol, lookUpProtocol(q.protocol, id.text));
  }

  private port(q: Qualifiers, id: Identifier): Condition {
    const allowed = q.protocol === undefined || ["tcp", "udp", "sctp"].includes(q.protocol);
    if (!allowed) throw new FilterError(`illegal qualifier of '${q.type}'`);
    if (id.kind === "number") {
      if (id.value > 65535) throw new FilterError(`illegal port number ${id.value} > 65535`);
      return ports(this.layers, q, q.type === "port" ? [id.value] : [id.value, id.value]);
    }
    if (id.kind !== "name") throw wrongIdentifier(q, id);
    if (q.type === "portrange") return this.portRange(q, id.text);
    return this.namedPort(q, id.text);
  }

  private namedPort(q: Qualifiers, name: string): Condition {
    const found = this.serviceOf(name);
    if (!found) throw new FilterError(`unknown port '${name}'`);
    const protocol = protocolOf(q, found.protocol, `port '${name}'`);
    return ports(this.layers, { ...q, protocol }, [found.port]);
  }

  private portRange(q: Qualifiers, text: string): Condition {
    const dash = text.indexOf("-");
    const ends = [text.slice(0, dash), text.slice(dash + 1)].map((part) =>
      /^\d+$/.test(part) ? { port: Number(part), protocol: undefined } : this.serviceOf(part),
    );
    const [first, last] = ends;
    if (dash < 0 || !first || !last) throw new FilterError(`unknown port in range '${text}'`);
    for (const { port } of [first, last])
      if (port > 65535) throw new FilterError(`illegal port number ${port} > 65535`);
    const common = first.protocol === last.protocol ? first.protocol : undefined;
    const protocol = protocolOf(q, common, `port in range '${text}'`);
    const numbers = [first.port, last.port];
    return ports(this.layers, { ...q, protocol }, [Math.min(...numbers), Math.max(...numbers)]);
  }

  /** The port of a service, and its protocol when it has only one. */
  private serviceOf(
    name: string,
  ): { readonly port: number; readonly protocol: "tcp" | "udp" | undefined } | undefined {
    const tcp = this.names.portOf(name, "tcp");
    const udp = this.names.portOf(name, "udp");
    const port = tcp ?? udp;
    if (port === undefined) return undefined;
    return { port, protocol: udp === undefined ? "tcp" : tcp === undefined ? "udp" : undefined };
  }

  private broadcast(protocol: string | undefined): Condition {
    const { layers } = this;
    if (protocol === undefined || protocol === "link") {
      if (!layers.isEthernet) throw new FilterError("not a broadcast link");
      return etherAddress(layers, "dst", "ffffffffffff");
    }
    if (protocol !== "ip") throw new FilterError("only link-layer/IP broadcast filters supported");
    // Without the network's mask libpcap compares the whole address, too.
    const destination = layers.network(16, 4);
    return and(layers.ipv4(), or(layers.compare(destination, 0), layers.compare(destination, 0xffffffff)));
  }

  private multicast(protocol: string | undefined): Condition {
    const { layers } = this;
    if (protocol === undefined || protocol === "link") {
      if (layers.isEthernet) return test([layers.link(0, 1)], JSET, 1);
      throw noLinkMulticast();
    }
    if (protocol === "ip") return and(layers.ipv4(), test([layers.network(16, 1)], JGE, 224));
    if (protocol === "ip6") return and(layers.ipv6(), layers.compare(layers.network(24, 1), 255));
    throw noLinkMulticast();
  }

  private outbound(): Condition {
    const { layers } = this;
    if (layers.linkType === DLT_LINUX_SLL) return layers.compare(layers.link(0, 2), PACKET_OUTGOING);
    if (layers.linkType === DLT_LINUX_SLL2) return layers.compare(layers.link(10, 1), PACKET_OUTGOING);
    this.needKernel("inbound/outbound");
    return layers.compare(instruction(0x28, SKF_AD_OFF + SKF_AD_PKTTYPE), PACKET_OUTGOING);
  }

  private ifindex(index: number): Condition {
    const { layers } = this;
    if (layers.linkType === DLT_LINUX_SLL2) return layers.compare(layers.link(4, 4), index);
    this.needKernel("ifindex");
    return layers.compare(instruction(0x20, SKF_AD_OFF + SKF_AD_IFINDEX), index);
  }

  private needKernel(what: string): void {
    if (this.layers.source !== "file") return;
    const description = linkTypeDescription(this.layers.linkType);
    throw new FilterError(`${what} not supported on ${description} when reading savefiles`);
  }

  private vlan(id: number | undefined): Condition {
    return this.layers.vlan(id);
  }
}

function noLinkMulticast(): FilterError {
  return new FilterError(
    "link-layer multicast filters supported only on ethernet/FDDI/token ring/ARCNET/802.11/ATM LANE/Fibre Channel",
  );
}

/** Says what is no port, range of ports or protocol. */
function wrongIdentifier(q: Qualifiers, id: Identifier): FilterError {
  return identifierError(id) ?? new FilterError(`'${q.type}' modifier applied to ip host`);
}

/** The protocol that a port is looked for in. @throws FilterError where the qualifier asks for another one */
function protocolOf(q: Qualifiers, own: "tcp" | "udp" | undefined, what: string): Qualifiers["protocol"] {
  if (q.protocol !== undefined && own !== undefined && q.protocol !== own)
    throw new FilterError(`${what} is ${own}`);
  return q.protocol ?? own;
}
