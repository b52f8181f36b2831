# sh, and bash -c, and scripts on standard input.
sh -c 'echo "$0 $1"' name arg; echo $?
sh -c 'exit 4'; echo $?
echo 'echo from stdin $1' | bash -s one
echo 'echo from sh' | sh
bash -c 'echo $BASH_VERSION' | cut -d. -f1,2
bash -ec 'false; echo no'; echo $?
bash -xc 'echo traced' 2>&1
bash --version | head -1
bash -c 'echo $0 $# $@' a b c
bash -c 'kill -TERM $$'; echo $?
sh -c 'nosuch'; echo $?
