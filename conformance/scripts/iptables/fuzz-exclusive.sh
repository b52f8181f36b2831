# Marks whose options exclude each other: which one is told of; rates that are negative or more than 32 bits.
iptables -t mangle -N probe
try() { iptables -t mangle -A probe "$@" 2>&1 | head -1; }
for kind in MARK CONNMARK; do
  for a in set-xmark set-mark and-mark or-mark xor-mark; do
    for b in set-xmark set-mark and-mark or-mark xor-mark; do
      [ $a = $b ] && continue
      try -j $kind --$a 1 --$b 1
      for c in set-xmark set-mark xor-mark; do try -j $kind --$a 1 --$b 1 --$c 1; done
      [ $kind = CONNMARK ] || continue
      for c in save-mark restore-mark; do try -j $kind --$a 1 --$c --$b 1; done
    done
    [ $kind = CONNMARK ] || continue
    try -j $kind --$a 1 --save-mark
    try -j $kind --$a 1 --restore-mark --save-mark
    try -j $kind --$a 1 --mask 1
    try -j $kind --$a 1 --left-shift-mark 1 --right-shift-mark 2
  done
done
try -j CONNMARK --save-mark --mask 1 --nfmask 1 --ctmask 1
try -j CONNMARK --save-mark --ctmask 1 --mask 1

for r in -1 -1/s -10000/s -10001/s -4294967295/s 0/s 10001/s 10000/s 600000/m 600001/m 864000000/d 864000001/d 4294967297/s 2147483648/s 99999999999/s -2147483649/d 1.5/s x/s +5/s ' 5/s' 5x/s 1/x 5/se 5/S 0x10/s -864000001/d -0/s 1/day/x /s '' -1/d -1/h 42949673/m 4294967/h 4294967290/d; do
  try -m limit --limit "$r"
  try -m hashlimit --hashlimit-name h --hashlimit-upto "$r"
done
iptables -t mangle -S probe
