# source, functions over files, exported ones, local scope.
cat > lib.sh <<'END'
in_ns() { local ns=$1; shift; ip netns exec "$ns" "$@"; }
make() { for n in "$@"; do ip netns add "$n" || return; done; }
END
. ./lib.sh
make a b; in_ns a ip -br link | tr -s ' '
make a; echo $?
declare -f make | head -2
type in_ns | head -1; type ip; type cd; type nosuch; echo $?
command -v ip; which ip; command -v nosuch; echo $?
export V=1; bash -c 'echo $V'; env -i V=2 bash -c 'echo $V'; V=3 bash -c 'echo $V'; echo $V
unset V; echo ${V-unset}
readonly R=1; R=2; echo $?
alias x=echo; x hi; echo $?
eval 'echo evaluated $((1 + 1))'; e='echo "a  b"'; eval $e
getopts_test() { while getopts ab: o; do echo $o $OPTARG; done; }; getopts_test -a -b val
printf -v var '%03d' 7; echo $var
hash -r; umask; ulimit -n >/dev/null; echo $?
true; echo $_ >/dev/null; echo $BASH_SUBSHELL; (echo $BASH_SUBSHELL)

echo "== functions that are none"
export -f nosuch
echo "status $?"
readonly -f nosuch
echo "status $?"
declare -f nosuch
echo "status $?"
