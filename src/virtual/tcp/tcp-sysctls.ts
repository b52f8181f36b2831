/**
 * Settings of TCP in a namespace; times in the unit of their sysctl.
 *
 * Source: `net/ipv4/sysctl_net_ipv4.c`, `net/ipv4/tcp_ipv4.c` (`tcp_set_sysctl...`).
 */
export class TcpSysctls {
  abortOnOverflow = 0;
  appWin = 31;
  baseMss = 1024;
  challengeAckLimit = 2147483647;
  dsack = 1;
  ecn = 2;
  ecnFallback = 1;
  earlyRetrans = 3;
  finTimeout = 60;
  frto = 2;
  invalidRatelimit = 500;
  keepaliveIntvl = 75;
  keepaliveProbes = 9;
  keepaliveTime = 7200;
  maxReordering = 300;
  maxSynBacklog = 2048;
  maxTwBuckets = 131072;
  minRttWlen = 300;
  minSndMss = 48;
  minTsoSegs = 2;
  moderateRcvbuf = 1;
  mtuProbeFloor = 48;
  mtuProbing = 0;
  orphanRetries = 0;
  pingpongThresh = 1;
  probeInterval = 600;
  probeThreshold = 8;
  recovery = 1;
  reordering = 3;
  retransCollapse = 1;
  retries1 = 3;
  retries2 = 15;
  rfc1337 = 0;
  rmemMin = 4096;
  rmemDefault = 131072;
  rmemMax = 33554432;
  rtoMaxMs = 120000;
  rtoMinUs = 200000;
  sack = 1;
  slowStartAfterIdle = 1;
  synLinearTimeouts = 4;
  synRetries = 6;
  synackRetries = 5;
  syncookies = 1;
  timestamps = 1;
  tsoRttLog = 9;
  tsoWinDivisor = 3;
  twReuse = 2;
  windowScaling = 1;
  wmemMin = 4096;
  wmemDefault = 16384;
  wmemMax = 4194304;
  workaroundSignedWindows = 0;
  somaxconn = 4096;
  congestionControl = "cubic";
}
