/** `helper`: connections that another one's helper expected. */
import type { Extension } from "../extension/extension.ts";
import { quote } from "../values/quote.ts";

const INVERT = 0;
const NAME = 4;
const NAME_SIZE = 30;

export const helper: Extension = {
  kind: "match",
  name: "helper",
  revision: 0,
  size: 36,
  userSize: 36,
  help: `
helper match options:
[!] --helper string        Match helper identified by string
`,
  options: [
    { name: "helper", id: 0, type: "string", mandatory: true, invert: true, put: NAME, room: NAME_SIZE - 1 },
  ],
  parse: ({ invert, data }) => {
    if (invert) data.set32(INVERT, 1);
  },
  print: ({ data }) => ` helper match ${data.u32(INVERT) ? "! " : ""}"${data.text(NAME, NAME_SIZE)}"`,
  save: ({ data }) => `${data.u32(INVERT) ? " !" : ""} --helper${quote(data.text(NAME, NAME_SIZE))}`,
};
