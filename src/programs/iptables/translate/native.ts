/** What `iptables` hands to the kernel as expressions of `nft`, in `nft`'s words: matches and targets that a listing never finds as such. */
import { AF_INET } from "../../../kernel.ts";
import {
  CONNLIMIT_DADDR,
  CONNLIMIT_FLAGS,
  CONNLIMIT_INVERT,
  CONNLIMIT_LIMIT,
  CONNLIMIT_MASK,
} from "../matches/connlimit.ts";
import { LIMIT_BURST, rateOf } from "../matches/limit.ts";
import {
  NFLOG_F_COPY_LEN,
  NFLOG_FLAGS,
  NFLOG_GROUP,
  NFLOG_LEN,
  NFLOG_PREFIX,
  NFLOG_PREFIX_SIZE,
  NFLOG_THRESHOLD,
} from "../targets/simple.ts";
import { addressOf, LONG_UNITS, type TranslateCall } from "./text.ts";

/** What a rule needs beside itself. */
export interface RuleNeeds {
  /** Declarations of sets, without the table. */
  readonly sets: string[];
  /** A number that no set of this run of the program has. */
  nextSet(): number;
}

/** Undefined: there is no translation. */
export type RuleTranslate = (call: TranslateCall, needs: RuleNeeds) => string | undefined;

const limit: RuleTranslate = ({ data }) => {
  const rate = rateOf(data).trim();
  const unit = rate.slice(rate.indexOf("/") + 1);
  const burst = data.u32(LIMIT_BURST);
  const text = `limit rate ${rate.slice(0, -unit.length)}${LONG_UNITS[unit] ?? unit}`;
  return burst === 0 ? text : `${text} burst ${burst} packets`;
};

/** A set that counts; its type is one of IPv4 for both families. */
const connlimit: RuleTranslate = ({ data, family }, needs) => {
  const name = `connlimit${needs.nextSet()}`;
  needs.sets.push(`${name} { type ipv4_addr; flags dynamic; }`);
  const flags = data.u32(CONNLIMIT_FLAGS);
  const mask = data.slice(CONNLIMIT_MASK, family === AF_INET ? 4 : 16);
  const key = `${family === AF_INET ? "ip" : "ip6"} ${flags & CONNLIMIT_DADDR ? "daddr" : "saddr"}`;
  const network = mask.every((byte) => byte === 0xff) ? "" : ` and ${addressOf(family, mask)}`;
  const over = flags & CONNLIMIT_INVERT ? "" : "over ";
  return `add @${name} { ${key}${network} ct count ${over}${data.u32(CONNLIMIT_LIMIT)} }`;
};

const nflog: RuleTranslate = ({ data }) => {
  const prefix = data.text(NFLOG_PREFIX, NFLOG_PREFIX_SIZE);
  const words = ["log"];
  if (prefix !== "") words.push(`prefix "${prefix}"`);
  if (data.u32(NFLOG_FLAGS) & NFLOG_F_COPY_LEN) words.push(`snaplen ${data.u32(NFLOG_LEN)}`);
  if (data.u16(NFLOG_THRESHOLD)) words.push(`queue-threshold ${data.u16(NFLOG_THRESHOLD)}`);
  words.push(`group ${data.u16(NFLOG_GROUP)}`);
  return words.join(" ");
};

export const NATIVE_MATCHES: Readonly<Record<string, RuleTranslate | undefined>> = { connlimit, limit };
export const NATIVE_TARGETS: Readonly<Record<string, RuleTranslate | undefined>> = {
  ACCEPT: () => "accept",
  DROP: () => "drop",
  NFLOG: nflog,
  RETURN: () => "return",
  TRACE: () => "nftrace set 1",
};
