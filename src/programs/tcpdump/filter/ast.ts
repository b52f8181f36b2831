/**
 * The parts of a filter expression.
 */

/** A protocol qualifier: a keyword such as `ether`, `ip`, `tcp`. */
export type Protocol = string;
/** Which end of a packet is meant. */
export type Direction = "src" | "dst" | "src or dst" | "src and dst";
/** What an identifier names. */
export type AddressType = "host" | "net" | "port" | "portrange" | "proto";

/** What stands before an identifier; `undefined` parts take their defaults. */
export interface Qualifiers {
  readonly protocol: Protocol | undefined;
  readonly direction: Direction | undefined;
  readonly type: AddressType | undefined;
}

/** What stands behind such words. */
export type Identifier =
  | { readonly kind: "name"; readonly text: string }
  | { readonly kind: "number"; readonly value: number; readonly text: string }
  | { readonly kind: "ipv4"; readonly text: string; readonly mask: number | string | undefined }
  | { readonly kind: "ipv6"; readonly text: string; readonly prefix: number | undefined }
  | { readonly kind: "mac"; readonly text: string };

/** A value that is computed of a packet. */
export type Arithmetic =
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "length" }
  | { readonly kind: "load"; readonly protocol: Protocol; readonly index: Arithmetic; readonly size: number }
  | {
      readonly kind: "binary";
      readonly operator: string;
      readonly left: Arithmetic;
      readonly right: Arithmetic;
    }
  | { readonly kind: "negate"; readonly operand: Arithmetic };

/** What has code of its own. */
export type Primitive =
  /** An identifier alone, where nothing before it says what it is: that is wrong, and so may be the identifier. */
  | { readonly kind: "unqualified"; readonly id: Identifier }
  | { readonly kind: "protocol"; readonly protocol: Protocol }
  | { readonly kind: "primitive"; readonly qualifiers: Qualifiers; readonly id: Identifier }
  | { readonly kind: "broadcast" | "multicast"; readonly protocol: Protocol | undefined }
  | { readonly kind: "less" | "greater"; readonly length: number }
  | { readonly kind: "inbound" | "outbound" }
  | { readonly kind: "ifindex"; readonly index: number }
  | { readonly kind: "vlan"; readonly id: number | undefined }
  | {
      readonly kind: "relation";
      readonly operator: string;
      readonly left: Arithmetic;
      readonly right: Arithmetic;
    };
