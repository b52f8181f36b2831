/** Netfilter's parts of a machine. Its namespaces have nothing of it until a rule, a setting or a program asks. */
import type { Machine } from "../core/machine.ts";
import { initExpectProc } from "./conntrack/conntrack-expect-proc.ts";
import { registerFtpHelper } from "./conntrack/conntrack-ftp.ts";
import { initConntrackProc } from "./conntrack/conntrack-proc.ts";
import { initConntrackSysctls } from "./conntrack/conntrack-sysctl.ts";
import { registerTftpHelper } from "./conntrack/conntrack-tftp.ts";
import { initCtnetlink } from "./ctnetlink/ctnetlink.ts";
import { initMasquerade } from "./nat/nat-masquerade.ts";
import { initSynproxyProc } from "./synproxy/synproxy-net.ts";

/** Plugs all of netfilter into a machine. */
export function initNetfilter(machine: Machine): void {
  machine.registerPernet({
    init() {},
    exit(net) {
      if (net.ct === null) return;
      net.ct.fragments6?.purge();
      net.ct.table.purge(net.ct);
      net.ct.table.records.forgetNet(net.ct);
    },
  });
  initConntrackSysctls(machine);
  initConntrackProc(machine);
  initExpectProc(machine);
  initSynproxyProc(machine);
  registerFtpHelper();
  registerTftpHelper();
  initMasquerade(machine);
  initCtnetlink(machine);
}
