/** What the lists of requests that are refused share. */
import { bytes } from "./building.ts";

export const NLM_F_REPLACE = 0x100;
export const NLM_F_EXCL = 0x200;
export const NLM_F_CREATE = 0x400;
export const CREATE = NLM_F_CREATE | NLM_F_EXCL;
/** Links of the set-up. */
export const V0 = 11;
export const V2 = 12;
export const MAC = bytes(2, 0, 0, 0, 0, 9);
/** Addresses of nobody. */
export const V4 = bytes(10, 0, 0, 77);
export const V6 = bytes(0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x77);

export type Entry = readonly [name: string, type: number, flags: number, body: Uint8Array];
