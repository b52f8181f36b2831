/** `TCPOPTSTRIP`: options of TCP that are taken out. */
import type { Context } from "../context.ts";
import type { Extension } from "../extension/extension.ts";
import type { Struct } from "../extension/struct.ts";
import { UINT8_MAX, wholeNumber } from "../values/parse-number.ts";

const NAMES: ReadonlyMap<string, number> = new Map([
  ["wscale", 3],
  ["mss", 2],
  ["sack-permitted", 4],
  ["sack", 5],
  ["timestamp", 8],
  ["md5", 19],
]);

function parseList(data: Struct, text: string, context: Context): void {
  for (const word of text.split(",")) {
    const option = NAMES.get(word) ?? Number(wholeNumber(word, 0n, UINT8_MAX) ?? -1n);
    if (option < 0) return context.wrong(`Bad TCP option value "${word}"`);
    data.set8(option >>> 3, data.u8(option >>> 3) | (1 << (option & 7)));
  }
}

function list(data: Struct): string {
  const options: number[] = [];
  for (let option = 0; option < 256; option++)
    if (data.u8(option >>> 3) & (1 << (option & 7))) options.push(option);
  return options.join(",");
}

export const tcpoptstrip: Extension = {
  kind: "target",
  name: "TCPOPTSTRIP",
  revision: 0,
  size: 32,
  userSize: 32,
  help: `
TCPOPTSTRIP target options:
  --strip-options value     strip specified TCP options denoted by value
                            (separated by comma) from TCP header
  Instead of the numeric value, you can also use the following names:
    wscale            strip "Window scale" option
    mss               strip "Maximum Segment Size" option
    sack-permitted    strip "SACK permitted" option
    sack              strip "Selective ACK" option
    timestamp         strip "Timestamp" option
    md5               strip "MD5 signature" option
`,
  options: [{ name: "strip-options", id: 0, type: "string" }],
  parse: ({ argument, data, context }) => parseList(data, argument, context),
  print: ({ data }) => (list(data) === "" ? "" : ` TCPOPTSTRIP options ${list(data)}`),
  save: ({ data }) => (list(data) === "" ? "" : ` --strip-options ${list(data)}`),
};
