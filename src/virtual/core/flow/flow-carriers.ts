/**
 * Headers that carry a packet of another protocol, as the keys of a flow are read through them: GRE, and what may be inside it besides
 * IP: Ethernet, VLAN tags, PPPoE, HSR and PRP, batman-adv, TIPC.
 *
 * Source: `net/core/flow_dissector.c` (`__skb_flow_dissect`, `__skb_flow_dissect_gre`, `__skb_flow_dissect_batadv`).
 */
import { read16, read32 } from "../../../packet/bytes.ts";
import {
  ETH_HLEN,
  ETH_P_8021AD,
  ETH_P_8021Q,
  ETH_P_IP,
  ETH_P_IPV6,
  ETH_P_PPP_SES,
  ETH_P_TEB,
} from "../../../packet/ethernet.ts";
import { VLAN_HLEN } from "../../../packet/vlan.ts";
import { AGAIN, type Dissection, dissectTunnel, STOP, type Step } from "./flow-dissection.ts";
import type { FlowKeys } from "./flow-keys.ts";

const GRE_CSUM = 0x8000;
const GRE_ROUTING = 0x4000;
const GRE_KEY = 0x2000;
const GRE_SEQ = 0x1000;
const GRE_ACK = 0x0080;
const GRE_VERSION = 0x0007;
const GRE_HLEN = 4;
const GRE_FIELD = 4;
/** What version 1 carries, always with a key. */
const GRE_PROTO_PPP = 0x880b;
const PPP_HDRLEN = 4;
const PPP_PROTOCOLS: ReadonlyMap<number, number> = new Map([
  [0x21, ETH_P_IP],
  [0x57, ETH_P_IPV6],
]);

/** Reads a GRE header, and says where the packet inside it begins (`__skb_flow_dissect_gre`). */
export function readGre(state: Dissection, keys: FlowKeys, bytes: Uint8Array): Step {
  const at = state.position;
  if (at + GRE_HLEN > state.limit) return STOP;
  const flags = read16(bytes, at);
  const version = flags & GRE_VERSION;
  let carried = read16(bytes, at + 2);
  if ((flags & GRE_ROUTING) !== 0 || version > 1) return STOP;
  // what it says stays, even where nothing more is read
  state.network = carried;
  if (version === 1 && (carried !== GRE_PROTO_PPP || (flags & GRE_KEY) === 0)) return STOP;
  let position = at + GRE_HLEN;
  if ((flags & GRE_CSUM) !== 0) position += GRE_FIELD;
  if ((flags & GRE_KEY) !== 0) {
    position += GRE_FIELD;
    if (position > state.limit) return STOP;
  }
  if ((flags & GRE_SEQ) !== 0) position += GRE_FIELD;
  if (version === 1) {
    if ((flags & GRE_ACK) !== 0) position += GRE_FIELD;
    if (position + PPP_HDRLEN > state.limit) return STOP;
    carried = PPP_PROTOCOLS.get(read16(bytes, position + 2)) ?? carried;
    position += PPP_HDRLEN;
  }
  state.position = position;
  // only here: an Ethernet frame inside anything else is not looked into
  if (carried === ETH_P_TEB) {
    if (!skip(state, bytes, ETH_HLEN, ETH_HLEN - 2)) return STOP;
    carried = state.network;
  }
  return dissectTunnel(state, keys, carried);
}

/** A header of {@link Dissection.network}, which is neither version of IP. */
export function readCarrier(state: Dissection, keys: FlowKeys, bytes: Uint8Array): Step {
  return CARRIERS.get(state.network)?.(state, keys, bytes) ?? STOP;
}

/** Steps over a header that names what follows at `typeAt`. @returns false when it is not all there */
function skip(state: Dissection, bytes: Uint8Array, length: number, typeAt: number): boolean {
  const at = state.position;
  if (at + length > state.limit) return false;
  state.network = read16(bytes, at + typeAt);
  state.position = at + length;
  return true;
}

const HSR_HLEN = 6;
const PPPOE_SES_HLEN = 8;
/** Version 1, type 1, code 0. */
const PPPOE_SESSION = 0x1100;

function readVlan(state: Dissection, _keys: FlowKeys, bytes: Uint8Array): Step {
  return skip(state, bytes, VLAN_HLEN, 2) ? AGAIN : STOP;
}

function readHsr(state: Dissection, _keys: FlowKeys, bytes: Uint8Array): Step {
  return skip(state, bytes, HSR_HLEN, 4) ? AGAIN : STOP;
}

function readPppoe(state: Dissection, _keys: FlowKeys, bytes: Uint8Array): Step {
  const at = state.position;
  if (at + PPPOE_SES_HLEN > state.limit || read16(bytes, at) !== PPPOE_SESSION) return STOP;
  const carried = PPP_PROTOCOLS.get(read16(bytes, at + 6));
  if (carried === undefined) return STOP;
  state.network = carried;
  state.position = at + PPPOE_SES_HLEN;
  return AGAIN;
}

const BATADV_UNICAST = 0x40;
const BATADV_COMPAT_VERSION = 15;
/** Its own header, and the Ethernet header of what it carries. */
const BATADV_HLEN = 10 + ETH_HLEN;

function readBatadv(state: Dissection, keys: FlowKeys, bytes: Uint8Array): Step {
  const at = state.position;
  if (at + BATADV_HLEN > state.limit) return STOP;
  if (bytes[at] !== BATADV_UNICAST || bytes[at + 1] !== BATADV_COMPAT_VERSION) return STOP;
  state.position = at + BATADV_HLEN;
  return dissectTunnel(state, keys, read16(bytes, at + BATADV_HLEN - 2));
}

const TIPC_HLEN = 16;

const TIPC_NODE = 12;

/** Of TIPC, the node that sent it is known; messages that keep a link alive have a random key in Linux, which no two runs share. */
function readTipc(state: Dissection, keys: FlowKeys, bytes: Uint8Array): Step {
  const at = state.position;
  if (at + TIPC_HLEN <= state.limit) keys.setTipc(read32(bytes, at + TIPC_NODE));
  return STOP;
}

type Carrier = (state: Dissection, keys: FlowKeys, bytes: Uint8Array) => Step;

const CARRIERS: ReadonlyMap<number, Carrier> = new Map([
  [ETH_P_8021Q, readVlan],
  [ETH_P_8021AD, readVlan],
  [ETH_P_PPP_SES, readPppoe],
  [0x892f, readHsr],
  [0x88fb, readHsr],
  [0x4305, readBatadv],
  [0x88ca, readTipc],
]);
