/** Matches of what things were put into and of how much went through, as `nft` shows them; and targets that send elsewhere. */
import { AF_INET } from "../../../kernel.ts";
import type { Struct } from "../extension/struct.ts";
import {
  CONNBYTES_DIRECTION,
  CONNBYTES_DIRECTIONS,
  CONNBYTES_MODES,
  CONNBYTES_WHAT,
  connbytesSpan,
} from "../matches/connbytes.ts";
import { GROUP_SIDES } from "../matches/group.ts";
import { POLICY_FLAGS, POLICY_IN, POLICY_NONE, policyElements } from "../matches/policy.ts";
import { QUOTA_BYTES, QUOTA_FLAGS } from "../matches/quota.ts";
import {
  QUEUE_BYPASS,
  QUEUE_CPU_FANOUT,
  QUEUE_FLAGS,
  QUEUE_NUMBER,
  QUEUE_TOTAL,
  TEE_DEVICE,
  TEE_DEVICE_SIZE,
} from "../targets/elsewhere.ts";
import { UINT64_MAX } from "../values/parse-number.ts";
import { addressOf, type Translate } from "./text.ts";

const ALL = 0xffffffff;
const not = (inverse: number): string => (inverse ? "!= " : "");
const hex = (value: number): string => `0x${value.toString(16)}`;

/** `and 0xff != 0x5`, or the name that Debian's files give to 0. */
function masked(data: Struct, at: number, inverse: number, zero: string): string {
  const [value, mask] = [data.u32(at), data.u32(at + 4)];
  if (mask !== ALL) return `and ${hex(mask)} ${inverse ? "!=" : "=="} ${hex(value)}`;
  return `${not(inverse)}${value === 0 ? zero : hex(value)}`;
}

const WORD_OF = { "src-group": "iifgroup", "dst-group": "oifgroup" } as const;

const devgroup: Translate = ({ data }) => {
  const flags = data.u32(0);
  let inverse = 0;
  return GROUP_SIDES.filter(({ bit }) => flags & bit)
    .map(({ name, invert, at }) => {
      // whether the input's is inverted is taken for the output's, too
      inverse |= flags & invert;
      return `${WORD_OF[name]} ${masked(data, at, inverse, "default")}`;
    })
    .join(" ");
};

const connbytes: Translate = ({ data }) => {
  const { from, to, inverted } = connbytesSpan(data);
  const direction = CONNBYTES_DIRECTIONS[data.u8(CONNBYTES_DIRECTION)];
  const side = direction === "both" ? "" : `${direction} `;
  const what = `ct ${side}${CONNBYTES_MODES[data.u8(CONNBYTES_WHAT)] ?? ""}`;
  if (to === UINT64_MAX) return `${what} ${inverted ? "lt" : "ge"} ${from}`;
  return `${what} ${inverted ? "!= " : ""}${from === to ? from : `${from}-${to}`}`;
};

/** What a policy's elements ask for has no words, nor has one of packets on their way out. */
const policy: Translate = ({ data }) => {
  const flags = data.u16(POLICY_FLAGS);
  if ((flags & POLICY_IN) === 0) return undefined;
  if (policyElements(data)) return undefined;
  return `meta secpath ${flags & POLICY_NONE ? "missing" : "exists"}`;
};

export const COUNTED_TRANSLATIONS: Readonly<Record<string, Translate | undefined>> = {
  connbytes,
  cpu: ({ data }) => `cpu ${not(data.u32(4))}${data.u32(0)}`,
  devgroup,
  policy,
  quota: ({ data }) => `quota ${data.u32(QUOTA_FLAGS) & 1 ? "over " : ""}${data.u64(QUOTA_BYTES)} bytes`,
  realm: ({ data }) => `rtclassid ${masked(data, 0, data.u8(8), "cosmos")}`,
};

const queue: Translate = ({ data }) => {
  const number = data.u16(QUEUE_NUMBER);
  const total = data.u16(QUEUE_TOTAL);
  const flags = data.u16(QUEUE_FLAGS);
  const words = [flags & QUEUE_BYPASS ? "bypass" : "", flags & QUEUE_CPU_FANOUT ? "fanout" : ""];
  const options = words.filter((word) => word !== "").join(",");
  const numbers = total > 1 ? `${number}-${number + total - 1}` : `${number}`;
  return `queue num ${numbers}${options === "" ? "" : ` ${options}`}`;
};

const tee: Translate = ({ data, family }) => {
  const device = data.text(TEE_DEVICE, TEE_DEVICE_SIZE);
  const to = `dup to ${addressOf(family, data.slice(0, family === AF_INET ? 4 : 16))}`;
  return device === "" ? to : `${to} device ${device}`;
};

export const ELSEWHERE_TRANSLATIONS: Readonly<Record<string, Translate | undefined>> = {
  AUDIT: () => "log level audit",
  NFQUEUE: queue,
  TEE: tee,
};
