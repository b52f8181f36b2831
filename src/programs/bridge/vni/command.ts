/** `bridge vni`: its commands. */
import { RTM_DELTUNNEL, RTM_NEWTUNNEL } from "../../../netlink/rtnetlink.ts";
import type { Arguments } from "../../ip/arguments.ts";
import type { Ip } from "../../ip/context.ts";
import { rememberLinks } from "../../ip/device.ts";
import { VNI_USAGE } from "../help.ts";
import { modifyVni } from "./modify.ts";
import { showVnis } from "./show.ts";

function tail(args: Arguments): Arguments {
  args.advance();
  return args.rest();
}

/** Words must be written out. */
export function command(ip: Ip, args: Arguments): number {
  rememberLinks(ip);
  if (!args.more) return showVnis(ip, args);
  if (args.is("add")) return modifyVni(ip, tail(args), RTM_NEWTUNNEL);
  if (args.is("delete")) return modifyVni(ip, tail(args), RTM_DELTUNNEL);
  if (args.is("show") || args.is("lst") || args.is("list")) return showVnis(ip, tail(args));
  if (args.is("help")) return ip.usage(VNI_USAGE);
  return ip.fail(`Command "${args.current}" is unknown, try "bridge vni help".`);
}
