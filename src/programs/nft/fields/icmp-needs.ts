/** Fields that only some types of ICMP messages have. Source: `src/proto.c` (`PROTO_ICMP*`) of nftables 1.0.6. */

/** Types, by protocol and field; of several, the first is told in messages. */
const NEEDS: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>> = {
  icmp: { id: [8, 0], sequence: [8, 0], gateway: [5], mtu: [3] },
  icmpv6: { id: [128, 129], sequence: [128, 129], mtu: [2], "max-delay": [130], "parameter-problem": [4] },
};

/** The types of which a message with the field is one; undefined where every message has it. */
export function icmpNeeds(proto: string, field: string | undefined): readonly number[] | undefined {
  return field === undefined ? undefined : NEEDS[proto]?.[field];
}
