/** Single expressions of the kernel. */
import * as n from "../../../netlink/nf-tables-expressions.ts";
import type { RelationalOp } from "../ast.ts";
import type { Load } from "../fields/load.ts";
import { registerOf, writeValue, writeVerdict } from "../netlink/nl.ts";
import type { RuleCompiler } from "./compiler.ts";

export const OPS: Readonly<Record<RelationalOp, number>> = {
  "": n.NFT_CMP_EQ,
  "==": n.NFT_CMP_EQ,
  "!": n.NFT_CMP_EQ,
  "!=": n.NFT_CMP_NEQ,
  "<": n.NFT_CMP_LT,
  "<=": n.NFT_CMP_LTE,
  ">": n.NFT_CMP_GT,
  ">=": n.NFT_CMP_GTE,
};

/** Puts a field into registers from a word on. @param bytes less than all of it */
export function emitLoad(c: RuleCompiler, load: Load, word: number, bytes?: number): void {
  const reg = registerOf(word);
  switch (load.kind) {
    case "payload": {
      const from = Math.floor(load.offset / 8);
      const length = bytes ?? Math.ceil((load.offset + load.bits) / 8) - from;
      c.emit({
        name: "payload",
        write: (w) => {
          w.be32(n.NFTA_PAYLOAD_DREG, reg);
          w.be32(n.NFTA_PAYLOAD_BASE, load.base);
          w.be32(n.NFTA_PAYLOAD_OFFSET, from);
          w.be32(n.NFTA_PAYLOAD_LEN, length);
        },
      });
      break;
    }
    case "meta":
      c.emit({
        name: "meta",
        write: (w) => {
          w.be32(n.NFTA_META_DREG, reg);
          w.be32(n.NFTA_META_KEY, load.key);
        },
      });
      break;
    case "ct":
      c.emit({
        name: "ct",
        write: (w) => {
          w.be32(n.NFTA_CT_DREG, reg);
          w.be32(n.NFTA_CT_KEY, load.key);
          if (load.direction !== undefined) w.u8(n.NFTA_CT_DIRECTION, load.direction);
        },
      });
      break;
    case "rt":
      c.emit({
        name: "rt",
        write: (w) => {
          w.be32(n.NFTA_RT_DREG, reg);
          w.be32(n.NFTA_RT_KEY, load.key);
        },
      });
      break;
    case "fib":
      c.emit({
        name: "fib",
        write: (w) => {
          w.be32(n.NFTA_FIB_DREG, reg);
          w.be32(n.NFTA_FIB_RESULT, load.result);
          w.be32(n.NFTA_FIB_FLAGS, load.flags);
        },
      });
      break;
    case "numgen":
      c.emit({
        name: "numgen",
        write: (w) => {
          w.be32(n.NFTA_NG_DREG, reg);
          w.be32(n.NFTA_NG_MODULUS, load.modulus);
          w.be32(n.NFTA_NG_TYPE, load.random ? n.NFT_NG_RANDOM : n.NFT_NG_INCREMENTAL);
          w.be32(n.NFTA_NG_OFFSET, load.offset);
        },
      });
      break;
    case "socket":
      c.emit({
        name: "socket",
        write: (w) => {
          w.be32(n.NFTA_SOCKET_KEY, load.key);
          w.be32(n.NFTA_SOCKET_DREG, reg);
        },
      });
      break;
    case "symhash":
      c.emit({
        name: "hash",
        write: (w) => {
          w.be32(n.NFTA_HASH_DREG, reg);
          w.be32(n.NFTA_HASH_MODULUS, load.modulus);
          if (load.offset !== 0) w.be32(n.NFTA_HASH_OFFSET, load.offset);
          w.be32(n.NFTA_HASH_TYPE, n.NFT_HASH_SYM);
        },
      });
      break;
    case "xfrm":
      c.emit({
        name: "xfrm",
        write: (w) => {
          w.be32(n.NFTA_XFRM_KEY, load.key);
          w.u8(n.NFTA_XFRM_DIR, load.direction);
          w.be32(n.NFTA_XFRM_SPNUM, load.place);
          w.be32(n.NFTA_XFRM_DREG, reg);
        },
      });
      break;
    case "osf":
      c.emit({
        name: "osf",
        write: (w) => {
          w.be32(n.NFTA_OSF_DREG, reg);
          w.u8(n.NFTA_OSF_TTL, load.ttl);
          if (load.version) w.be32(n.NFTA_OSF_FLAGS, n.NFT_OSF_F_VERSION);
        },
      });
      break;
    case "exthdr":
      c.emit({
        name: "exthdr",
        write: (w) => {
          const from = Math.floor(load.offset / 8);
          w.be32(n.NFTA_EXTHDR_DREG, reg);
          w.u8(n.NFTA_EXTHDR_TYPE, load.header);
          w.be32(n.NFTA_EXTHDR_OFFSET, from);
          w.be32(n.NFTA_EXTHDR_LEN, Math.ceil((load.offset + load.bits) / 8) - from);
          w.be32(n.NFTA_EXTHDR_OP, load.op);
          w.be32(n.NFTA_EXTHDR_FLAGS, load.present ? n.NFT_EXTHDR_F_PRESENT : 0);
        },
      });
      break;
  }
}

export function emitCompare(c: RuleCompiler, word: number, op: RelationalOp, bytes: Uint8Array): void {
  c.emit({
    name: "cmp",
    write: (w) => {
      w.be32(n.NFTA_CMP_SREG, registerOf(word));
      w.be32(n.NFTA_CMP_OP, OPS[op]);
      writeValue(w, n.NFTA_CMP_DATA, bytes);
    },
  });
}

export function emitMask(
  c: RuleCompiler,
  word: number,
  mask: Uint8Array,
  xor: Uint8Array = new Uint8Array(mask.length),
): void {
  c.emit({
    name: "bitwise",
    write: (w) => {
      w.be32(n.NFTA_BITWISE_SREG, registerOf(word));
      w.be32(n.NFTA_BITWISE_DREG, registerOf(word));
      w.be32(n.NFTA_BITWISE_OP, n.NFT_BITWISE_MASK_XOR);
      w.be32(n.NFTA_BITWISE_LEN, mask.length);
      writeValue(w, n.NFTA_BITWISE_MASK, mask);
      writeValue(w, n.NFTA_BITWISE_XOR, xor);
    },
  });
}

export function emitShift(c: RuleCompiler, word: number, length: number, left: boolean, count: number): void {
  const data = new Uint8Array([count & 255, 0, 0, 0]);
  c.emit({
    name: "bitwise",
    write: (w) => {
      w.be32(n.NFTA_BITWISE_SREG, registerOf(word));
      w.be32(n.NFTA_BITWISE_DREG, registerOf(word));
      w.be32(n.NFTA_BITWISE_OP, left ? n.NFT_BITWISE_LSHIFT : n.NFT_BITWISE_RSHIFT);
      w.be32(n.NFTA_BITWISE_LEN, length);
      writeValue(w, n.NFTA_BITWISE_DATA, data);
    },
  });
}

/** From the processor's order to the network's. */
export function emitHton(c: RuleCompiler, word: number, length: number): void {
  c.emit({
    name: "byteorder",
    write: (w) => {
      w.be32(n.NFTA_BYTEORDER_SREG, registerOf(word));
      w.be32(n.NFTA_BYTEORDER_DREG, registerOf(word));
      w.be32(n.NFTA_BYTEORDER_OP, n.NFT_BYTEORDER_HTON);
      w.be32(n.NFTA_BYTEORDER_LEN, length);
      // labels are turned round by eight bytes at a time
      w.be32(n.NFTA_BYTEORDER_SIZE, Math.min(length, 8));
    },
  });
}

export function emitImmediate(c: RuleCompiler, word: number, bytes: Uint8Array): void {
  c.emit({
    name: "immediate",
    write: (w) => {
      w.be32(n.NFTA_IMMEDIATE_DREG, registerOf(word));
      writeValue(w, n.NFTA_IMMEDIATE_DATA, bytes);
    },
  });
}

/** @param id of a chain without a name */
export function emitVerdict(c: RuleCompiler, code: number, chain: string | undefined, id?: number): void {
  c.emit({
    name: "immediate",
    write: (w) => {
      w.be32(n.NFTA_IMMEDIATE_DREG, 0);
      writeVerdict(w, n.NFTA_IMMEDIATE_DATA, code, chain, id);
    },
  });
}

export function emitLookup(
  c: RuleCompiler,
  word: number,
  set: { readonly name: string; readonly id: number },
  dreg: number | undefined,
  inverted = false,
): void {
  c.emit({
    name: "lookup",
    write: (w) => {
      w.be32(n.NFTA_LOOKUP_SREG, registerOf(word));
      if (dreg !== undefined) w.be32(n.NFTA_LOOKUP_DREG, dreg);
      w.string(n.NFTA_LOOKUP_SET, set.name);
      if (set.id !== 0) w.be32(n.NFTA_LOOKUP_SET_ID, set.id);
      if (inverted) w.be32(n.NFTA_LOOKUP_FLAGS, n.NFT_LOOKUP_F_INV);
    },
  });
}
