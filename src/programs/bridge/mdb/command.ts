/** `bridge mdb`: its commands. */
import { RTM_DELMDB, RTM_NEWMDB } from "../../../netlink/rtnetlink.ts";
import type { Arguments } from "../../ip/arguments.ts";
import type { Ip } from "../../ip/context.ts";
import { rememberLinks } from "../../ip/device.ts";
import { MDB_USAGE } from "./help.ts";
import { modifyMdb } from "./modify.ts";
import { showMdb } from "./show.ts";

function tail(args: Arguments): Arguments {
  args.advance();
  return args.rest();
}

export function command(ip: Ip, args: Arguments): number {
  rememberLinks(ip);
  if (!args.more) return showMdb(ip, args);
  if (args.matches("add")) return modifyMdb(ip, tail(args), RTM_NEWMDB);
  if (args.matches("delete")) return modifyMdb(ip, tail(args), RTM_DELMDB);
  if (args.matches("show", "lst", "list")) return showMdb(ip, tail(args));
  if (args.matches("help")) return ip.usage(MDB_USAGE);
  return ip.fail(`Command "${args.current}" is unknown, try "bridge mdb help".`);
}
