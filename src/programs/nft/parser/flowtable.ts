/** What stands in the braces of a flowtable. Source: `src/parser_bison.y` of nftables 1.0.6. */
import type { FlowtableSpec } from "../command.ts";
import { NftError } from "../errors/source.ts";
import { parseDevices, parsePriority } from "./chain.ts";
import type { TokenStream } from "./stream.ts";

export function parseFlowtable(s: TokenStream): FlowtableSpec {
  s.enter(s.expect("{").loc);
  let spec: FlowtableSpec = { devices: [], counter: false, flags: 0 };
  s.block(() => {
    if (s.accept("hook")) {
      const hook = s.identifier();
      if (hook.text !== "ingress" && hook.text !== "egress")
        throw new NftError("unknown chain hook", hook.loc);
      const { loc } = s.expect("priority");
      spec = { ...spec, priority: parsePriority(s, loc) };
    } else if (s.is("devices")) spec = { ...spec, devices: parseDevices(s).names };
    else if (s.accept("counter")) spec = { ...spec, counter: true };
    else if (s.accept("flags")) {
      s.expect("offload");
      spec = { ...spec, flags: 1 };
    } else s.fail();
    s.endStatement();
  });
  s.expect("}");
  s.leave();
  return spec;
}
