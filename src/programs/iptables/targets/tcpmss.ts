/** `TCPMSS`: lowers the maximum segment size of a SYN. */
import { AF_INET, AF_INET6 } from "../../../kernel.ts";
import type { Extension } from "../extension/extension.ts";

const CLAMP = 0xffff;

function tcpmss(family: number, header: number): Extension {
  return {
    kind: "target",
    name: "TCPMSS",
    family,
    revision: 0,
    size: 2,
    userSize: 2,
    help: `
TCPMSS target mutually-exclusive options:
  --set-mss value               explicitly set MSS option to specified value
  --clamp-mss-to-pmtu           automatically clamp MSS value to (path_MTU - 20)
`.replace("- 20", `- ${header}`),
    options: [
      { name: "set-mss", id: 0, type: "u16", put: 0, max: 65535 - header },
      { name: "clamp-mss-to-pmtu", id: 1, type: "none" },
    ],
    parse: ({ option, data }) => {
      if (option.id === 1) data.set16(0, CLAMP);
    },
    check: ({ use, context }) => {
      if (use.flags === 0) return context.wrong("TCPMSS target: At least one parameter is required");
    },
    print: ({ data }) => (data.u16(0) === CLAMP ? " TCPMSS clamp to PMTU" : ` TCPMSS set ${data.u16(0)}`),
    save: ({ data }) => (data.u16(0) === CLAMP ? " --clamp-mss-to-pmtu" : ` --set-mss ${data.u16(0)}`),
  };
}

export const TCPMSS: readonly Extension[] = [tcpmss(AF_INET, 20), tcpmss(AF_INET6, 40)];
