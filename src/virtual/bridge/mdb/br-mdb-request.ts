/** Requests to make, to change and to delete groups. */
import type { NetBridge, NetBridgePort } from "../br-private.ts";
import type { McastContext } from "../mcast/br-mcast-context.ts";
import type { Group } from "./br-mdb-table.ts";

/** What a message asks for. */
export interface MdbRequest {
  readonly bridge: NetBridge;
  /** Null: the host itself. */
  readonly port: NetBridgePort | null;
  readonly group: Group;
  readonly permanent: boolean;
  /** `RTPROT_*` */
  readonly protocol: number;
  /** `MCAST_*` */
  readonly filterMode: number;
  /** Those that the membership wants only, or does not. */
  readonly sources: readonly Uint8Array[];
  /** `NLM_F_*` */
  readonly flags: number;
}

/** The same with the side of snooping that it concerns. */
export interface MdbChange extends MdbRequest {
  readonly context: McastContext;
}
