# Types of frames that have LLC, protocols of ISO, and what is said of qualifiers that do not fit.
t() { echo "\$ $*"; "$@" 2>&1; echo "[$?]"; }
for y in EN10MB LINUX_SLL LINUX_SLL2 RAW NULL; do for p in 6 0xe0 0xf0 0xfe 0x42 0x809b 0x80f3 0x8137 '\iso' '\ipx' '\netbeui' '\stp' '\aarp' '\clnp'; do t tcpdump -O -d -y $y "ether proto $p"; done; done
for p in aarp atalk netbeui ipx iso clnp esis isis es-is is-is l1 l2 iih lsp snp csnp psnp "not ipx" "ip or ipx" "vlan and isis" "vlan and ipx"; do t tcpdump -O -d -y EN10MB "$p"; done
for p in clnp isis lsp; do for y in LINUX_SLL LINUX_SLL2 RAW NULL; do t tcpdump -O -d -y $y $p; done; done
for p in "clnp proto 5" "iso proto 0x81" "isis proto 15" "iso proto \clnp" "isis proto \l1" "iso proto 300" "isis proto 300" "iso proto \tcp" "ip proto \isis"; do t tcpdump -O -d -y EN10MB "$p"; done
for p in atalk aarp decnet lat sca moprc mopdl stp iso clnp isis l1 netbeui ipx; do for x in " proto 5" " port 5" "[0]=1" " host ::1"; do t tcpdump -O -d -y EN10MB "$p$x"; done; done
