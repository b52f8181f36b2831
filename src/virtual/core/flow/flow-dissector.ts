/**
 * Reads the keys of a flow from a packet: addresses, protocol and ports, of the outer header or of the innermost one.
 *
 * Source: `net/core/flow_dissector.c` (`__skb_flow_dissect`), `net/core/utils.c` (`proto_ports_offset`).
 */
import { read16, read32 } from "../../../packet/bytes.ts";
import { ETH_P_IP, ETH_P_IPV6 } from "../../../packet/ethernet.ts";
import {
  IP_MF,
  IP_OFFSET,
  IPPROTO_AH,
  IPPROTO_DCCP,
  IPPROTO_DSTOPTS,
  IPPROTO_ESP,
  IPPROTO_FRAGMENT,
  IPPROTO_GRE,
  IPPROTO_HOPOPTS,
  IPPROTO_IPIP,
  IPPROTO_IPV6,
  IPPROTO_ROUTING,
  IPPROTO_SCTP,
  IPPROTO_TCP,
  IPPROTO_UDP,
  IPPROTO_UDPLITE,
  IPV4_DESTINATION,
  IPV4_FRAGMENT,
  IPV4_HLEN,
  IPV4_PROTOCOL,
  IPV4_SOURCE,
} from "../../../packet/ipv4.ts";
import { IPV6_FRAGMENT_HLEN, IPV6_HLEN, IPV6_NEXT_HEADER, IPV6_SOURCE } from "../../../packet/ipv6.ts";
import { readCarrier, readGre } from "./flow-carriers.ts";
import {
  AGAIN,
  CONTINUE,
  type Dissection,
  dissectTunnel,
  PROTOCOL_AGAIN,
  STOP,
  type Step,
} from "./flow-dissection.ts";
import type { FlowKeys } from "./flow-keys.ts";

/** Headers that are read at most after the first one (`MAX_FLOW_DISSECT_HDRS`). */
const MAX_HEADERS = 15;
/** What must be there of a header of options: its protocol and length. */
const OPTIONS_HLEN = 2;

/** Where the reading stands; one packet is read at a time. */
const state: Dissection = {
  position: 0,
  limit: 0,
  network: 0,
  protocol: 0,
  fragment: false,
  outerOnly: false,
};

/**
 * @param at where the network header starts; `end`: where the packet ends (exclusive)
 * @param outerOnly tunnels are not looked into (`FLOW_DISSECTOR_F_STOP_AT_ENCAP`)
 */
export function dissectFlow(
  keys: FlowKeys,
  bytes: Uint8Array,
  at: number,
  end: number,
  etherType: number,
  outerOnly: boolean,
): void {
  keys.clear();
  state.position = at;
  state.limit = end;
  state.network = etherType;
  state.protocol = 0;
  state.fragment = false;
  state.outerOnly = outerOnly;
  let step: Step = AGAIN;
  for (let headers = 0; step !== STOP && headers <= MAX_HEADERS; headers++) {
    if (step === AGAIN) step = readNetwork(keys, bytes);
    if (step !== CONTINUE && step !== PROTOCOL_AGAIN) continue;
    step = readProtocol(keys, bytes);
    if (!state.fragment) readPorts(keys, bytes);
  }
  keys.protocol = state.protocol;
}

function readNetwork(keys: FlowKeys, bytes: Uint8Array): Step {
  if (state.network === ETH_P_IP) return readIpv4(keys, bytes);
  if (state.network === ETH_P_IPV6) return readIpv6(keys, bytes);
  return readCarrier(state, keys, bytes);
}

function readIpv4(keys: FlowKeys, bytes: Uint8Array): Step {
  const at = state.position;
  if (at + IPV4_HLEN > state.limit || (bytes[at] & 0x0f) < 5) return STOP;
  keys.setIpv4(read32(bytes, at + IPV4_SOURCE), read32(bytes, at + IPV4_DESTINATION));
  state.position = at + (bytes[at] & 0x0f) * 4;
  state.protocol = bytes[at + IPV4_PROTOCOL];
  if ((read16(bytes, at + IPV4_FRAGMENT) & (IP_MF | IP_OFFSET)) === 0) return CONTINUE;
  state.fragment = true;
  return STOP;
}

function readIpv6(keys: FlowKeys, bytes: Uint8Array): Step {
  const at = state.position;
  if (at + IPV6_HLEN > state.limit) return STOP;
  state.protocol = bytes[at + IPV6_NEXT_HEADER];
  state.position = at + IPV6_HLEN;
  keys.readIpv6(bytes, at + IPV6_SOURCE);
  const label = read32(bytes, at) & 0xfffff;
  if (label !== 0) keys.label = label;
  return CONTINUE;
}

/** What the protocol behind a network header says of what comes next. */
function readProtocol(keys: FlowKeys, bytes: Uint8Array): Step {
  switch (state.protocol) {
    case IPPROTO_GRE:
      return readGre(state, keys, bytes);
    case IPPROTO_HOPOPTS:
    case IPPROTO_ROUTING:
    case IPPROTO_DSTOPTS:
      return state.network === ETH_P_IPV6 ? skipOptions(bytes) : STOP;
    case IPPROTO_FRAGMENT:
      return state.network === ETH_P_IPV6 ? readFragment(bytes) : STOP;
    case IPPROTO_IPIP:
      return dissectTunnel(state, keys, ETH_P_IP);
    case IPPROTO_IPV6:
      return dissectTunnel(state, keys, ETH_P_IPV6);
    default:
      return STOP;
  }
}

function skipOptions(bytes: Uint8Array): Step {
  const at = state.position;
  if (at + OPTIONS_HLEN > state.limit) return STOP;
  state.protocol = bytes[at];
  state.position = at + (bytes[at + 1] + 1) * 8;
  return PROTOCOL_AGAIN;
}

function readFragment(bytes: Uint8Array): Step {
  const at = state.position;
  if (at + IPV6_FRAGMENT_HLEN > state.limit) return STOP;
  state.fragment = true;
  state.protocol = bytes[at];
  state.position = at + IPV6_FRAGMENT_HLEN;
  return STOP;
}

function readPorts(keys: FlowKeys, bytes: Uint8Array): void {
  const offset = portsOffset(state.protocol);
  const at = state.position + offset;
  if (offset < 0 || at + 4 > state.limit) keys.setPorts(0, 0);
  else keys.setPorts(read16(bytes, at), read16(bytes, at + 2));
}

function portsOffset(protocol: number): number {
  switch (protocol) {
    case IPPROTO_TCP:
    case IPPROTO_UDP:
    case IPPROTO_DCCP:
    case IPPROTO_ESP:
    case IPPROTO_SCTP:
    case IPPROTO_UDPLITE:
      return 0;
    case IPPROTO_AH:
      return 4;
    default:
      return -1;
  }
}
