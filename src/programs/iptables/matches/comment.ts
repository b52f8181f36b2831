/** `comment`: says something to the reader. */
import type { Extension } from "../extension/extension.ts";
import { quote } from "../values/quote.ts";

const SIZE = 256;

export const comment: Extension = {
  kind: "match",
  name: "comment",
  revision: 0,
  size: SIZE,
  userSize: SIZE,
  help: `
comment match options:
--comment COMMENT             Attach a comment to a rule
`,
  options: [{ name: "comment", id: 0, type: "string", mandatory: true }],
  // what is longer is cut
  parse: ({ argument, data }) => data.setText(0, SIZE - 1, argument),
  print: ({ data }) => ` /* ${data.text(0, SIZE)} */`,
  save: ({ data }) => ` --comment${quote(data.text(0, SIZE))}`,
};
