/**
 * The registers that expressions work on, and what they know of the packet: `struct nft_regs`, `struct nft_pktinfo`.
 *
 * One set of both for each depth of evaluation (a rule that sends a packet of its own evaluates rules for that one meanwhile), so that
 * no packet costs memory.
 *
 * Source: `include/net/netfilter/nf_tables.h`.
 */
import { NFT_CONTINUE } from "../../../netlink/nf-tables.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import type { Net } from "../../core/net.ts";
import { SkBuff } from "../../core/skbuff.ts";
import type { NfHookState } from "../net-nf.ts";
import type { NftChain } from "./chain/chain.ts";

/** Words of all registers: those of the verdict and the sixteen of data. */
export const NFT_REG_WORDS = 20;
/** Chains that may wait for the end of one that they jumped to. */
export const NFT_JUMP_STACK_SIZE = 16;

/** `struct nft_regs`, with the chains to which `return` leads back. */
export class NftRegs {
  /** Words as a little-endian processor sees them. */
  readonly words = new Int32Array(NFT_REG_WORDS);
  /** The same memory as bytes. */
  readonly bytes = new Uint8Array(this.words.buffer);
  code: number = NFT_CONTINUE;
  chain: NftChain | null = null;
  readonly stackChains: (NftChain | null)[] = new Array(NFT_JUMP_STACK_SIZE).fill(null);
  readonly stackRules = new Int32Array(NFT_JUMP_STACK_SIZE);
  readonly pkt = new NftPktinfo();
}

const NO_PACKET = new SkBuff();

/** `struct nft_pktinfo`: the packet that rules look at, and the hook that it is at. */
export class NftPktinfo {
  skb: SkBuff = NO_PACKET;
  net!: Net;
  hook = 0;
  /** Family of the hook that the packet is at (`state->pf`). */
  pf = 0;
  in: NetDevice | null = null;
  out: NetDevice | null = null;
  /** Whether {@link tprot} is known. */
  hasL4 = false;
  tprot = 0;
  fragoff = 0;
  /** Absolute positions in the packet's bytes: network header, transport header. */
  nhoff = 0;
  thoff = 0;
  /** Whoever called the hook: what expressions that send, look up or translate need of it. */
  state!: NfHookState;
  /** `meta nftrace set 1` has been, here or on the way before. */
  trace = false;
  /** The trace's first message, which shows the packet, is out. */
  traced = false;
}

const pool: NftRegs[] = [new NftRegs()];
let depth = 0;

/** Registers for one evaluation; give them back with {@link leaveRegs}. */
export function enterRegs(): NftRegs {
  if (depth === pool.length) pool.push(new NftRegs());
  return pool[depth++];
}

/** The evaluation that took them is over. */
export function leaveRegs(): void {
  depth--;
}
