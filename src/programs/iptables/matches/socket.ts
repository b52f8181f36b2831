/** `socket`: packets for which there is a socket. */
import type { Extension } from "../extension/extension.ts";

const WORDS = ["transparent", "nowildcard", "restore-skmark"];

const text = (flags: number, prefix: string): string =>
  WORDS.filter((_, bit) => flags & (1 << bit))
    .map((word) => ` ${prefix}${word}`)
    .join("");

export const socket: Extension = {
  kind: "match",
  name: "socket",
  revision: 3,
  size: 1,
  userSize: 1,
  help: `
socket match options:
  --nowildcard     Do not ignore LISTEN sockets bound on INADDR_ANY
  --transparent    Ignore non-transparent sockets
  --restore-skmark Set the packet mark to the socket mark if
                   the socket matches and transparent / 
                   nowildcard conditions are satisfied

`,
  options: WORDS.map((name, id) => ({ name, id, type: "none" })),
  parse: ({ option, data }) => data.set8(0, data.u8(0) | (1 << option.id)),
  print: ({ data }) => ` socket${text(data.u8(0), "--")}`,
  save: ({ data }) => text(data.u8(0), "--"),
};
