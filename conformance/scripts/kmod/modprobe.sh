# Modules that are built in, and such as are not there.
mkdir -p root/lib/modules/6.18.0; cd root/lib/modules/6.18.0
printf 'kernel/net/%s.ko\n' bridge/br_netfilter 8021q/8021q netfilter/nf_conntrack > modules.builtin
: > modules.order; : > modules.builtin.modinfo; cd - > /dev/null
# Linux's program reads an index of that file
if command -v depmod > /dev/null; then depmod -b root 6.18.0; fi
m() { echo "> $*"; modprobe -d root -S 6.18.0 "$@" 2>&1 | sed "s#$PWD/##"; echo "= ${PIPESTATUS[0]}"; }
m br_netfilter; m br-netfilter; m -v br_netfilter; m nosuch; m -a br_netfilter 8021q nosuch nf_conntrack; m br_netfilter x=1
m -q nosuch; m -n br_netfilter; m -nv br_netfilter; m -D br_netfilter; m --show-depends nosuch; m -r br_netfilter; m -r nosuch
m -rq nosuch; m -rv br_netfilter; m; m -a; m -V; m -R br-netfilter; m -R nosuch; m --first-time br_netfilter; m -n --first-time br_netfilter
m -f br_netfilter; m -s nosuch; m --ignore-install -b br_netfilter; m --dry; m /x/y.ko; m -ra br_netfilter nosuch 8021q; m -qa nosuch br_netfilter
m -Dq nosuch; m -DR br_netfilter; m -aD br_netfilter 8021q; m -aR nosuch br_netfilter; m -w 5 -r br_netfilter; m -rf br_netfilter; m ''; m -h; m --version; m -hV
modprobe -S 5.0 nosuch; modprobe -d nowhere -S 5.0 x 2>&1 | sed "s#$PWD#PWD#"
lsmod; echo "= $?"; lsmod foo; echo "= $?"
