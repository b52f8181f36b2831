/**
 * Matches and targets of xtables as expressions of nf_tables, and the question whether there is one.
 *
 * Source: `net/netfilter/nft_compat.c`.
 */
import { EINVAL, ENOENT, EOPNOTSUPP } from "../../errno.ts";
import { AttributeTable } from "../../netlink/attribute.ts";
import { MessageWriter } from "../../netlink/message.ts";
import {
  NF_DROP,
  NFT_BREAK,
  NFT_CONTINUE,
  NFT_RULE_COMPAT_F_MASK,
  NFT_RULE_COMPAT_F_UNUSED,
  NFTA_RULE_COMPAT_FLAGS,
  NFTA_RULE_COMPAT_PROTO,
} from "../../netlink/nf-tables.ts";
import { NFNL_SUBSYS_NFT_COMPAT, nfnlType, writeNfgenmsg } from "../../netlink/nfnetlink.ts";
import {
  COMPAT_TYPE_TARGET,
  NFNL_MSG_COMPAT_GET,
  NFTA_COMPAT_MAX,
  NFTA_COMPAT_NAME,
  NFTA_COMPAT_REV,
  NFTA_COMPAT_TYPE,
  NFTA_XT_INFO,
  NFTA_XT_MAX,
  NFTA_XT_NAME,
  NFTA_XT_REV,
} from "../../netlink/nft-compat.ts";
import { policy } from "../../netlink/policy.ts";
import type { Machine } from "../core/machine.ts";
import { NFPROTO_IPV4, NFPROTO_IPV6 } from "./hook-numbers.ts";
import type { NftCtx } from "./nf-tables/context.ts";
import { NftExpr, type NftExprType, registerExpr } from "./nf-tables/expr.ts";
import type { NftPktinfo, NftRegs } from "./nf-tables/regs.ts";
import type { ValidateCtx } from "./nf-tables/validate.ts";
import { type NfnlSubsystem, nfnetlinkOf } from "./nfnetlink.ts";
import { IP6_HEADERS } from "./xt/ip6t-headers.ts";
import {
  checkType,
  MATCHES,
  TARGETS,
  XT_CONTINUE,
  XT_HOTDROP,
  XT_YES,
  type XtCheck,
  XtInfo,
  type XtMatch,
  type XtTable,
  type XtTarget,
  type XtType,
  type XtUse,
  xtAlign,
} from "./xt/x-tables.ts";
import { ADDRESS } from "./xt/xt-address.ts";
import { BPF_MATCH } from "./xt/xt-bpf.ts";
import { CONNLIMIT } from "./xt/xt-connlimit.ts";
import { CONNTRACK } from "./xt/xt-conntrack.ts";
import { CT } from "./xt/xt-ct.ts";
import { DSCP_MATCHES, DSCP_TARGETS } from "./xt/xt-dscp.ts";
import { ECN } from "./xt/xt-ecn.ts";
import { GROUP } from "./xt/xt-group.ts";
import { HASHLIMIT } from "./xt/xt-hashlimit.ts";
import { HELPER_MATCH } from "./xt/xt-helper.ts";
import { MULTIPORT } from "./xt/xt-multiport.ts";
import { NAT } from "./xt/xt-nat.ts";
import { OWNER } from "./xt/xt-owner.ts";
import { PHYSDEV } from "./xt/xt-physdev.ts";
import { POLICY } from "./xt/xt-policy.ts";
import { QUOTA } from "./xt/xt-quota.ts";
import { RECENT } from "./xt/xt-recent.ts";
import { RPFILTER } from "./xt/xt-rpfilter.ts";
import { SCTP_MATCH } from "./xt/xt-sctp.ts";
import { SIMPLE } from "./xt/xt-simple.ts";
import { SOCKET_MATCHES, TPROXY_TARGETS } from "./xt/xt-socket.ts";
import { SPI } from "./xt/xt-spi.ts";
import { STRING_MATCH } from "./xt/xt-string.ts";
import { SYNPROXY_TARGETS } from "./xt/xt-synproxy.ts";
import { CHANGING } from "./xt/xt-targets.ts";
import { TCP_CHANGE } from "./xt/xt-tcp-change.ts";
import { TCPMSS_MATCH, TCPMSS_TARGETS } from "./xt/xt-tcpmss.ts";
import { TCPUDP } from "./xt/xt-tcpudp.ts";
import { ELSEWHERE } from "./xt/xt-tee.ts";
import { TIME } from "./xt/xt-time.ts";
import { U32_MATCH } from "./xt/xt-u32.ts";

const U16_MAX = 0xffff;

/** A match or target in a rule. */
abstract class CompatExpr<Use extends XtUse> extends NftExpr {
  readonly type: NftExprType;
  protected readonly kind: XtType<Use>;
  protected readonly use: Use;
  private readonly info: Uint8Array;

  constructor(type: NftExprType, kind: XtType<Use>, use: Use, info: Uint8Array) {
    super();
    this.type = type;
    this.kind = kind;
    this.use = use;
    this.info = info;
  }

  dump(writer: MessageWriter): void {
    const { name, revision, size, userSize = size } = this.kind;
    writer.string(NFTA_XT_NAME, name);
    writer.be32(NFTA_XT_REV, revision);
    // what is the kernel's own stays here
    const shown = new Uint8Array(xtAlign(size));
    shown.set(this.info.subarray(0, userSize));
    writer.data(NFTA_XT_INFO, shown);
  }

  /** `nft_match_validate`, `nft_target_validate` */
  override validate(from: ValidateCtx): number {
    if (from.typeName === null) return 0;
    const { hooks, table } = this.kind;
    if (hooks !== undefined && (from.hooks & ~hooks) !== 0) return -EINVAL;
    return table === "nat" && from.typeName !== "nat" ? -EINVAL : 0;
  }

  override destroy(): void {
    this.use.destroy();
  }
}

class MatchExpr extends CompatExpr<XtMatch> {
  eval(regs: NftRegs, pkt: NftPktinfo): void {
    const found = this.use.match(pkt);
    if (found === XT_YES) return;
    regs.code = found === XT_HOTDROP ? NF_DROP : NFT_BREAK;
  }
}

class TargetExpr extends CompatExpr<XtTarget> {
  eval(regs: NftRegs, pkt: NftPktinfo): void {
    const verdict = this.use.target(pkt);
    regs.code = verdict === XT_CONTINUE ? NFT_CONTINUE : verdict;
  }
}

/** The rule's protocol, as the program tells it for those that have to know (`nft_parse_compat`). */
function compatProtocol(ctx: NftCtx): { protocol: number; inverted: boolean } | number {
  const bytes = ctx.ruleCompat;
  if (bytes === undefined) return { protocol: 0, inverted: false };
  const tb = new AttributeTable(NFTA_RULE_COMPAT_FLAGS).parse(bytes, 0);
  if (!tb.has(NFTA_RULE_COMPAT_PROTO) || !tb.has(NFTA_RULE_COMPAT_FLAGS)) return -EINVAL;
  const flags = tb.be32(NFTA_RULE_COMPAT_FLAGS);
  if (flags & NFT_RULE_COMPAT_F_UNUSED || flags & ~NFT_RULE_COMPAT_F_MASK) return -EINVAL;
  const protocol = tb.be32(NFTA_RULE_COMPAT_PROTO);
  return protocol > U16_MAX ? -EINVAL : { protocol, inverted: flags !== 0 };
}

function init<Use extends XtUse>(
  ctx: NftCtx,
  tb: AttributeTable,
  table: XtTable<Use>,
  make: (kind: XtType<Use>, use: Use, info: Uint8Array) => NftExpr,
): NftExpr | number {
  if (!tb.has(NFTA_XT_NAME) || !tb.has(NFTA_XT_REV) || !tb.has(NFTA_XT_INFO)) return -EINVAL;
  if (ctx.family !== NFPROTO_IPV4 && ctx.family !== NFPROTO_IPV6) return -EOPNOTSUPP;
  const kind = table.find(ctx.family, tb.string(NFTA_XT_NAME), tb.be32(NFTA_XT_REV));
  if (kind === undefined) return -ENOENT;
  const given = tb.payload(NFTA_XT_INFO) ?? new Uint8Array(0);
  if (kind.size > given.length) return -EINVAL;
  const bytes = new Uint8Array(xtAlign(given.length));
  bytes.set(given);
  const compat = compatProtocol(ctx);
  if (typeof compat === "number") return compat;
  const base = ctx.chain?.base ?? null;
  const par: XtCheck = {
    net: ctx.net,
    family: ctx.family,
    table: ctx.table.name,
    hookMask: base === null ? 0 : 1 << base.hook,
    info: new XtInfo(bytes),
    ...compat,
  };
  const error = checkType(kind, par);
  if (error < 0) return error;
  const use = kind.check(par);
  if (typeof use === "number") return use;
  ctx.table.needsValidation();
  return make(kind, use, bytes);
}

const COMPAT_POLICY = policy(NFTA_XT_MAX, [
  [NFTA_XT_NAME, { type: "nul-string" }],
  [NFTA_XT_REV, { type: "u32" }],
  [NFTA_XT_INFO, { type: "binary" }],
]);

const MATCH: NftExprType = {
  name: "match",
  maximum: NFTA_XT_MAX,
  policy: COMPAT_POLICY,
  init: (ctx, tb) => init(ctx, tb, MATCHES, (kind, use, info) => new MatchExpr(MATCH, kind, use, info)),
};

const TARGET: NftExprType = {
  name: "target",
  maximum: NFTA_XT_MAX,
  policy: COMPAT_POLICY,
  init: (ctx, tb) => init(ctx, tb, TARGETS, (kind, use, info) => new TargetExpr(TARGET, kind, use, info)),
};

const SUBSYSTEM: NfnlSubsystem = {
  id: NFNL_SUBSYS_NFT_COMPAT,
  callbacks: new Map([
    [
      NFNL_MSG_COMPAT_GET,
      {
        batch: false,
        policy: policy(NFTA_COMPAT_MAX, [
          [NFTA_COMPAT_NAME, { type: "nul-string" }],
          [NFTA_COMPAT_REV, { type: "u32" }],
          [NFTA_COMPAT_TYPE, { type: "u32" }],
        ]),
        call: (info, tb) => {
          if (!tb.has(NFTA_COMPAT_NAME) || !tb.has(NFTA_COMPAT_REV) || !tb.has(NFTA_COMPAT_TYPE))
            return -EINVAL;
          const name = tb.string(NFTA_COMPAT_NAME);
          const revision = tb.be32(NFTA_COMPAT_REV);
          const kind = tb.be32(NFTA_COMPAT_TYPE);
          const types = kind === COMPAT_TYPE_TARGET ? TARGETS : MATCHES;
          const error = types.hasRevision(info.family, name, revision);
          if (error < 0) return error;
          const writer = new MessageWriter(128);
          const { seq } = info.message;
          writer.begin(nfnlType(NFNL_SUBSYS_NFT_COMPAT, NFNL_MSG_COMPAT_GET), 0, seq, info.portid);
          writeNfgenmsg(writer, info.family, 0);
          writer.string(NFTA_COMPAT_NAME, name);
          writer.be32(NFTA_COMPAT_REV, revision);
          writer.be32(NFTA_COMPAT_TYPE, kind);
          writer.end();
          info.request.reply(writer.message(true));
          return 0;
        },
      },
    ],
  ]),
};

/** Makes the kinds known, and registers who answers whether one is there. */
export function initNftCompat(machine: Machine): void {
  for (const type of [
    ...TCPUDP,
    MULTIPORT,
    OWNER,
    PHYSDEV,
    ...SIMPLE,
    ...ADDRESS,
    BPF_MATCH,
    CONNLIMIT,
    ...CONNTRACK,
    TCPMSS_MATCH,
    ...DSCP_MATCHES,
    ...ECN,
    ...GROUP,
    ...HASHLIMIT,
    ...IP6_HEADERS,
    ...POLICY,
    ...QUOTA,
    RECENT,
    ...RPFILTER,
    SCTP_MATCH,
    ...SOCKET_MATCHES,
    ...SPI,
    STRING_MATCH,
    HELPER_MATCH,
    TIME,
    U32_MATCH,
  ])
    MATCHES.register(type);
  for (const type of [
    ...CHANGING,
    CT,
    ...DSCP_TARGETS,
    ...ELSEWHERE,
    ...NAT,
    ...TCP_CHANGE,
    ...TCPMSS_TARGETS,
    ...TPROXY_TARGETS,
    ...SYNPROXY_TARGETS,
  ])
    TARGETS.register(type);
  registerExpr(MATCH);
  registerExpr(TARGET);
  nfnetlinkOf(machine).register(SUBSYSTEM);
}
