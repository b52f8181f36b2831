printf '%5s|%-5s|%05d|%x|%o|%c|%%|%.2f|%e|%s\n' a b 42 255 8 xyz 3.14159 12345.678 end
printf '%s-%s\n' 1 2 3; printf '%q ' 'a b' "it's" ''; echo; printf '%b' 'a\tb\n'; printf -v v '%03d' 7; echo $v
echo -n no newline; echo; echo -e 'a\tb\\n'; echo -E 'a\tb'; echo -- x; echo -nx
type echo cd if; type -t ls cd if f nosuch; command -v echo
cd /tmp; pwd; cd /; cd - ; pushd /usr >/dev/null; dirs; popd; 
read x y <<< "1 2 3"; echo "$x|$y"; IFS=, read -a arr <<< "a,b,c"; echo ${#arr[@]} ${arr[1]}
read -r -d : z <<< "ab:cd"; echo $z; read -n 3 n <<< abcdef; echo $n; read -t 0.1 q < <(sleep 1); echo $((($?>128)))
mapfile -t lines < <(printf 'a\nb\nc\n'); echo ${#lines[@]} ${lines[2]}
getopt_test() { local OPTIND o; while getopts ":ab:c" o "$@"; do case $o in a) echo A;; b) echo "B=$OPTARG";; :) echo "need $OPTARG";; ?) echo "bad $OPTARG";; esac; done; shift $((OPTIND-1)); echo "rest $*"; }
getopt_test -a -b val -x rest1 r2; getopt_test -ab; getopt_test -- -a
set -- a b c; shift; echo $*; set -- ; echo $#
let y=3*4; echo $y; declare -i n2=5; n2+=3; echo $n2; declare -r c1=1; declare -p n2 c1 arr; declare -x ex=1; declare -p ex
declare -u up=abc; declare -l lo=ABC; echo $up $lo; declare -n ref=y; ref=99; echo $y
unset y; echo ${y-gone}; export E1=v; env | grep ^E1; E2=tmp env | grep ^E2; echo ${E2-none}
f1() { echo ${FUNCNAME[0]} ${FUNCNAME[1]} $LINENO; }; f1; f2() { f1; }; f2
umask; umask 077; umask; test 1 -lt 2 -a 3 -gt 2; echo $?
hash -r; times >/dev/null; ulimit -n >/dev/null; true; echo $?; false; echo $?
echo $BASHPID $$ | awk '{print ($1==$2)}'; (echo $BASHPID $$ | awk '{print ($1==$2)}')
[ $RANDOM -ge 0 ] && echo rand; echo ${#BASH_VERSION}; [ -n "$SECONDS" ] && echo sec
caller; g1() { caller 0; }; g1
echo $-; shopt extglob; shopt -s nullglob; echo /nonexist*; shopt -u nullglob; echo /nonexist*
alias a1='echo hi'; alias; shopt -s expand_aliases
a1 there
source /dev/stdin <<< 'echo sourced $1' ; . <(echo 'echo psub')
exec 5>&1; echo to5 >&5; exec 5>&-
