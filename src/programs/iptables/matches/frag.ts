/** `frag`: IPv6's fragment header. */
import { AF_INET6 } from "../../../kernel.ts";
import type { Extension } from "../extension/extension.ts";
import { spanOption, spanWords } from "./header-words.ts";

export const FRAG_IDS = 0;
const LENGTH = 8;
export const FRAG_FLAGS = 12;
export const FRAG_INVERT = 13;
const ALL = 0xffffffff;
const IDS = 1;
const LEN = 2;
export const FRAG_RES = 4;
export const FRAG_FST = 8;
export const FRAG_MF = 0x10;
export const FRAG_NMF = 0x20;
const MORE = 4;
const LAST = 5;
const BITS = [IDS, LEN, FRAG_RES, FRAG_FST, FRAG_MF, FRAG_NMF];
/** Each with its word in listings. */
const WORDS = [
  { bit: FRAG_RES, option: "fragres", word: "reserved" },
  { bit: FRAG_FST, option: "fragfirst", word: "first" },
  { bit: FRAG_MF, option: "fragmore", word: "more" },
  { bit: FRAG_NMF, option: "fraglast", word: "last" },
];

export const frag: Extension = {
  kind: "match",
  name: "frag",
  family: AF_INET6,
  revision: 0,
  size: 16,
  userSize: 16,
  help: `
frag match options:
[!] --fragid id[:id]           match the id (range)
[!] --fraglen length           total length of this header
 --fragres                     check the reserved field too
 --fragfirst                   matches on the first fragment
 [--fragmore|--fraglast]       there are more fragments or this
                               is the last one
`,
  options: [
    { name: "fragid", id: 0, type: "u32rc", invert: true, put: FRAG_IDS },
    { name: "fraglen", id: 1, type: "u32", invert: true, put: LENGTH },
    { name: "fragres", id: 2, type: "none" },
    { name: "fragfirst", id: 3, type: "none" },
    { name: "fragmore", id: MORE, type: "none", excl: 1 << LAST },
    { name: "fraglast", id: LAST, type: "none", excl: 1 << MORE },
  ],
  init: (data) => data.set32(FRAG_IDS + 4, ALL),
  parse: ({ option, data, value, invert }) => {
    if (option.id === 0 && value.range.length === 1) data.set32(FRAG_IDS + 4, value.number);
    const bit = BITS[option.id];
    data.set8(FRAG_FLAGS, data.u8(FRAG_FLAGS) | bit);
    if (invert) data.set8(FRAG_INVERT, data.u8(FRAG_INVERT) | bit);
  },
  print: ({ data }) => {
    const inverts = data.u8(FRAG_INVERT);
    const flags = data.u8(FRAG_FLAGS);
    let text = ` frag ${spanWords("id", data, FRAG_IDS, (inverts & IDS) !== 0)}`;
    if (flags & LEN) text += ` length:${inverts & LEN ? "!" : ""}${data.u32(LENGTH)}`;
    for (const { bit, word } of WORDS) if (flags & bit) text += ` ${word}`;
    return text;
  },
  save: ({ data }) => {
    const inverts = data.u8(FRAG_INVERT);
    const flags = data.u8(FRAG_FLAGS);
    let text = spanOption("fragid", data, FRAG_IDS, (inverts & IDS) !== 0);
    if (flags & LEN) text += `${inverts & LEN ? " !" : ""} --fraglen ${data.u32(LENGTH)}`;
    for (const { bit, option } of WORDS) if (flags & bit) text += ` --${option}`;
    return text;
  },
};
