/** A rule as the programs handle it: `struct iptables_command_state`. */
import type { ExtensionUse } from "./extension/extension.ts";

export const IPT_INV_VIA_IN = 0x01;
export const IPT_INV_VIA_OUT = 0x02;
export const IPT_INV_SRCIP = 0x08;
export const IPT_INV_DSTIP = 0x10;
export const IPT_INV_FRAG = 0x20;
/** Of any protocol, `XT_INV_PROTO`. */
export const IPT_INV_PROTO = 0x40;

export interface RuleState {
  protocol: number;
  /** `IPT_INV_*`. */
  inverse: number;
  /** `eth+` stands for every name that begins so. */
  inInterface: string;
  outInterface: string;
  fragment: boolean;
  /** 4 or 16 bytes. */
  source: Uint8Array;
  sourceMask: Uint8Array;
  destination: Uint8Array;
  destinationMask: Uint8Array;
  matches: ExtensionUse[];
  target: ExtensionUse | undefined;
  /** The target's or chain's name; empty when there is none. */
  jump: string;
  goto: boolean;
  packets: bigint;
  bytes: bigint;
}

export function emptyRule(addressLength: number): RuleState {
  return {
    protocol: 0,
    inverse: 0,
    inInterface: "",
    outInterface: "",
    fragment: false,
    source: new Uint8Array(addressLength),
    sourceMask: new Uint8Array(addressLength),
    destination: new Uint8Array(addressLength),
    destinationMask: new Uint8Array(addressLength),
    matches: [],
    target: undefined,
    jump: "",
    goto: false,
    packets: 0n,
    bytes: 0n,
  };
}
