/** The options of tracepath, and what it says about itself. */
import { AF_INET, AF_INET6, AF_UNSPEC } from "../../kernel.ts";
import type { Process } from "../../process/process.ts";
import { getopt, type ParsedOption } from "../lib/getopt.ts";
import { Exit, parseInteger } from "../lib/iputils.ts";

const USAGE = `
Usage
  tracepath [options] <destination>

Options:
  -4             use IPv4
  -6             use IPv6
  -b             print both name and ip
  -l <length>    use packet <length>
  -m <hops>      use maximum <hops>
  -n             no dns name resolution
  -p <port>      use destination <port>
  -V             print version and exit
  <destination>  dns name or ip address

For more details see tracepath(8).
`;
const VERSION = `tracepath from iputils 20221126
libcap: yes, IDN: yes, NLS: no, error.h: yes, getrandom(): yes, __fpending(): yes
`;
const DEFAULT_HOPS = 30;
const DEFAULT_PORT = 44_444;
const INT_MAX = 0x7fff_ffffn;

/** What they say. */
export interface TracepathOptions {
  family: number;
  both: boolean;
  numeric: boolean;
  /** Length of the packets with their headers; 0: not given. */
  length: number;
  hops: number;
  /** The first destination port. */
  port: number;
  host: string;
}

function integer(text: string, least: bigint, most: bigint): number {
  const value = parseInteger(text, least, most);
  if (typeof value === "string") throw new Exit(1, `tracepath: ${value}\n`);
  return value;
}

/** Reads them. @throws Exit */
export function parseOptions(process: Process): TracepathOptions {
  const { options, operands } = getopt(process.argv, "46nbh?l:m:p:V");
  const parsed: TracepathOptions = {
    family: AF_UNSPEC,
    both: false,
    numeric: false,
    length: 0,
    hops: DEFAULT_HOPS,
    port: 0,
    host: "",
  };
  for (const option of options) apply(parsed, option);
  if (operands.length !== 1) throw new Exit(255, USAGE);
  const slash = parsed.port === 0 ? operands[0].indexOf("/") : -1;
  parsed.host = slash < 0 ? operands[0] : operands[0].slice(0, slash);
  if (slash >= 0) parsed.port = integer(operands[0].slice(slash + 1), 0n, 65_535n);
  if (parsed.port === 0) parsed.port = DEFAULT_PORT;
  return parsed;
}

function apply(parsed: TracepathOptions, { option, argument = "", error }: ParsedOption): void {
  if (option === "4" || option === "6") {
    if (parsed.family !== AF_UNSPEC)
      throw new Exit(2, "tracepath: Only one -4 or -6 option may be specified\n");
    parsed.family = option === "4" ? AF_INET : AF_INET6;
  } else if (option === "n") parsed.numeric = true;
  else if (option === "b") parsed.both = true;
  else if (option === "l") parsed.length = integer(argument, 0n, INT_MAX);
  else if (option === "m") parsed.hops = integer(argument, 0n, 255n);
  else if (option === "p") parsed.port = integer(argument, 0n, 65_535n);
  else if (option === "V") throw new Exit(0, "", VERSION);
  else throw new Exit(255, `${error ?? ""}${USAGE}`);
}
