/** `quota`: as long as so many bytes have not passed. */
import type { Extension } from "../extension/extension.ts";

export const QUOTA_FLAGS = 0;
export const QUOTA_BYTES = 8;
const INVERT = 1;

export const quota: Extension = {
  kind: "match",
  name: "quota",
  revision: 0,
  size: 24,
  userSize: 16,
  help: `
quota match options:
[!] --quota quota		quota (bytes)
`,
  options: [{ name: "quota", id: 0, type: "u64", mandatory: true, invert: true, put: QUOTA_BYTES }],
  parse: ({ data, invert }) => {
    if (invert) data.set32(QUOTA_FLAGS, data.u32(QUOTA_FLAGS) | INVERT);
  },
  print: ({ data }) => ` quota: ${data.u64(QUOTA_BYTES)} bytes`,
  save: ({ data }) => `${data.u32(QUOTA_FLAGS) & INVERT ? " !" : ""} --quota ${data.u64(QUOTA_BYTES)}`,
};
