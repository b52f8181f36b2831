/** `bridge vlan`: its commands. */
import { RTM_DELLINK, RTM_SETLINK } from "../../../netlink/rtnetlink.ts";
import type { Arguments } from "../../ip/arguments.ts";
import type { Ip } from "../../ip/context.ts";
import { rememberLinks } from "../../ip/device.ts";
import { VLAN_USAGE } from "./help.ts";
import { modifyVlan } from "./modify.ts";
import { setGlobal, setOptions } from "./set.ts";
import { showGlobal, showVlans } from "./show.ts";

/** `bridge vlan global` (iproute2's `vlan_global`) */
function global(ip: Ip, args: Arguments): number {
  if (!args.more || args.matches("show", "lst", "list")) return showGlobal(ip, args.more ? tail(args) : args);
  if (args.matches("set")) return setGlobal(ip, tail(args));
  return ip.usage(VLAN_USAGE);
}

function tail(args: Arguments): Arguments {
  args.advance();
  return args.rest();
}

export function command(ip: Ip, args: Arguments): number {
  rememberLinks(ip);
  if (!args.more) return showVlans(ip, args, false);
  if (args.matches("add")) return modifyVlan(ip, tail(args), RTM_SETLINK);
  if (args.matches("delete")) return modifyVlan(ip, tail(args), RTM_DELLINK);
  if (args.matches("show", "lst", "list")) return showVlans(ip, tail(args), false);
  if (args.matches("tunnelshow")) return showVlans(ip, tail(args), true);
  if (args.matches("set")) return setOptions(ip, tail(args));
  if (args.is("global")) return global(ip, tail(args));
  if (args.matches("help")) return ip.usage(VLAN_USAGE);
  return ip.fail(`Command "${args.current}" is unknown, try "bridge vlan help".`);
}
