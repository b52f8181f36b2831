# functions that are marked, and a parenthesis where a word should be
f() { echo f; }
g() { echo g; }
readonly -f f
declare -f; echo "rc=$?"
declare -F; echo "rc=$?"
declare -f f; declare -F f; declare -p -f f
declare -F g
readonly -f; echo "rc=$?"
readonly -pf; echo "rc=$?"
export -f; echo "rc=$?"
export -nf g; echo "rc=$?"
declare -rF; echo "rc=$?"
declare -xF; echo "rc=$?"
declare -rf; echo "rc=$?"
typeset -fr g; echo "rc=$?"
declare -F
export -fn nosuch; echo "rc=$?"
readonly -f a b; echo "rc=$?"
export -f 1x f=1; echo "rc=$?"
f() { echo again; }
f
unset -f f; echo "rc=$?"
text=$(printf 'echo one\nfor v in a nan(5); do echo $v; done')
eval "$text"; echo "rc=$?"
eval 'for v in a nan(5); do echo $v; done'; echo "rc=$?"
eval 'for v in nan(5); do echo $v; done'; echo "rc=$?"
eval 'for v in (5); do echo $v; done'; echo "rc=$?"
eval 'for v in a b (; do echo $v; done'; echo "rc=$?"
eval 'for v in a b ); do echo $v; done'; echo "rc=$?"
eval 'for v in a b | c; do echo $v; done'; echo "rc=$?"
eval 'for v in a b & c; do echo $v; done'; echo "rc=$?"
eval 'for v in a b > c; do echo $v; done'; echo "rc=$?"
eval 'for v in a b && c; do echo $v; done'; echo "rc=$?"
eval 'echo nan(5)'; echo "rc=$?"
eval 'echo a nan(5)'; echo "rc=$?"
eval 'echo a (5)'; echo "rc=$?"
eval 'x=1 nan(5)'; echo "rc=$?"
eval 'nan(5)'; echo "rc=$?"
eval 'nan (5)'; echo "rc=$?"
eval 'case a(5) in x) ;; esac'; echo "rc=$?"
eval 'case a in x(5)) ;; esac'; echo "rc=$?"
eval 'case a (5) in x) ;; esac'; echo "rc=$?"
eval 'echo > a(5)'; echo "rc=$?"
eval 'for v(5) in a; do :; done'; echo "rc=$?"
eval 'x=a(5)'; echo "rc=$?"
eval 'echo a() b'; echo "rc=$?"
eval 'for v in a (); do :; done'; echo "rc=$?"
