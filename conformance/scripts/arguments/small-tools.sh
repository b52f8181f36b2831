# wrong arguments of tools that take hardly any
t() { echo "\$ $*"; "$@" < /dev/null; echo "[$?]"; }
t whoami x
t whoami -x
t whoami --bogus
t nproc x
t nproc -x
t printenv -x
t printenv --bogus
t printenv NOSUCH
t nohup
t nohup -x
t nohup --bogus
t setsid
t whoami
