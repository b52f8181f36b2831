/** `owner`: whose socket sends a packet. */
import { readTextFile } from "../../lib/read-file.ts";
import type { Context } from "../context.ts";
import type { Extension, OptionCall, PrintCall } from "../extension/extension.ts";
import { numberPrefix, UINT32_MAX } from "../values/parse-number.ts";

const MATCH = 16;
const INVERT = 17;
const UID = 1;
const GID = 2;
const SOCKET = 4;
const SUPPL_GROUPS = 8;
/** Where the range is, the option's word, and whose names stand for numbers. */
const SIDES = [
  { option: "uid-owner", word: "UID", flag: UID, at: 0, file: "/etc/passwd" },
  { option: "gid-owner", word: "GID", flag: GID, at: 8, file: "/etc/group" },
] as const;
const MOST = UINT32_MAX - 1n;

function entries(context: Context, file: string): readonly (readonly string[])[] {
  const text = readTextFile(context.process.sys, file);
  if (typeof text !== "string") return [];
  return text
    .split("\n")
    .map((line) => line.split(":"))
    .filter(([name]) => name !== "");
}

function parseRange(call: OptionCall, side: (typeof SIDES)[number]): void {
  const { argument, context, data, invert } = call;
  const named = entries(context, side.file).find(([name]) => name === argument);
  const range = named ? [Number(named[2]), Number(named[2])] : numericRange(argument);
  if (!range) return context.wrong(`owner: Bad value for "--${side.option}" option: "${argument}"`);
  data.set32(side.at, range[0]);
  data.set32(side.at + 4, range[1]);
  data.set8(MATCH, data.u8(MATCH) | side.flag);
  if (invert) data.set8(INVERT, data.u8(INVERT) | side.flag);
}

/** `5` or `5-7`. */
function numericRange(text: string): readonly [number, number] | undefined {
  const first = numberPrefix(text, 0n, MOST);
  if (!first) return undefined;
  if (first.rest === "") return [Number(first.value), Number(first.value)];
  const last = first.rest.startsWith("-") ? numberPrefix(first.rest.slice(1), 0n, MOST) : undefined;
  return last?.rest === "" ? [Number(first.value), Number(last.value)] : undefined;
}

function rangeText(call: PrintCall, { at, file }: (typeof SIDES)[number]): string {
  const { data, context, numeric } = call;
  const low = data.u32(at);
  const high = data.u32(at + 4);
  if (low !== high) return `${low}-${high}`;
  const name = numeric ? undefined : entries(context, file).find((words) => words[2] === String(low))?.[0];
  return name ?? String(low);
}

export const owner: Extension = {
  kind: "match",
  name: "owner",
  revision: 1,
  size: 20,
  userSize: 20,
  help: `
owner match options:
[!] --uid-owner userid[-userid]      Match local UID
[!] --gid-owner groupid[-groupid]    Match local GID
[!] --socket-exists                  Match if socket exists
    --suppl-groups                   Also match supplementary groups set with --gid-owner
`,
  options: [
    { name: "uid-owner", id: 0, type: "string", invert: true },
    { name: "gid-owner", id: 1, type: "string", invert: true },
    { name: "socket-exists", id: 2, type: "none", invert: true },
    { name: "suppl-groups", id: 3, type: "none" },
  ],
  parse: (call) => {
    const { option, data, invert, context } = call;
    if (option.id < SIDES.length) return parseRange(call, SIDES[option.id]);
    if (option.id === 3) {
      if (!(data.u8(MATCH) & GID))
        return context.wrong(
          'owner: Bad value for "--suppl-groups" option: "you need to use --gid-owner first"',
        );
      data.set8(MATCH, data.u8(MATCH) | SUPPL_GROUPS);
      return;
    }
    data.set8(MATCH, data.u8(MATCH) | SOCKET);
    if (invert) data.set8(INVERT, data.u8(INVERT) | SOCKET);
  },
  check: ({ use, context }) => {
    if (use.flags === 0)
      context.wrong("owner: At least one of --uid-owner, --gid-owner or --socket-exists is required");
  },
  print: (call) => {
    const match = call.data.u8(MATCH);
    const inverse = call.data.u8(INVERT);
    let text = match & SOCKET ? `${inverse & SOCKET ? " !" : ""} owner socket exists` : "";
    for (const side of SIDES)
      if (match & side.flag)
        text += `${inverse & side.flag ? " !" : ""} owner ${side.word} match ${rangeText(call, side)}`;
    return match & SUPPL_GROUPS ? `${text} incl. suppl. groups` : text;
  },
  save: (call) => {
    const match = call.data.u8(MATCH);
    const inverse = call.data.u8(INVERT);
    let text = match & SOCKET ? `${inverse & SOCKET ? " !" : ""} --socket-exists` : "";
    for (const side of SIDES)
      if (match & side.flag)
        text += `${inverse & side.flag ? " !" : ""} --${side.option} ${rangeText({ ...call, numeric: true }, side)}`;
    return match & SUPPL_GROUPS ? `${text} --suppl-groups` : text;
  },
};
