/** A record of a report that names sources: what the state machines of sources and of tracked hosts go by. */
import * as igmp from "../../../packet/igmp.ts";
import type { PortGroup } from "../mdb/br-mdb-table.ts";
import type { McastContext, PortMcastContext } from "./br-mcast-context.ts";

/** Types of records; MLD has the same. */
export const IS_INCLUDE = igmp.IGMPV3_MODE_IS_INCLUDE;
export const IS_EXCLUDE = igmp.IGMPV3_MODE_IS_EXCLUDE;
export const TO_INCLUDE = igmp.IGMPV3_CHANGE_TO_INCLUDE;
export const TO_EXCLUDE = igmp.IGMPV3_CHANGE_TO_EXCLUDE;
export const ALLOW = igmp.IGMPV3_ALLOW_NEW_SOURCES;
export const BLOCK = igmp.IGMPV3_BLOCK_OLD_SOURCES;

/** One record, still in the bytes of the report. */
export interface SourceRecord {
  readonly context: McastContext;
  readonly port: PortMcastContext;
  /** The membership of who sent it. */
  readonly member: PortGroup;
  readonly type: number;
  readonly bytes: Uint8Array;
  /** Where the sender's address is. */
  readonly sender: number;
  /** Where its sources begin, how many there are, and bytes of each. */
  readonly at: number;
  readonly count: number;
  readonly length: number;
}
