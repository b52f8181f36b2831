cat > lib.sh <<'L'
libf() { echo "lib $1 ${BASH_SOURCE[0]} $LINENO"; return 4; }
echo "sourced $* ${#FUNCNAME[@]}"
return 7
echo never
L
. ./lib.sh a b; echo $?
libf x; echo $?
source lib.sh; echo $?
echo 'echo arg0=$0 args=$*; nosuchcmd' > s.sh; bash s.sh 1 2; bash ./s.sh; chmod +x s.sh; ./s.sh q
bash -c 'echo $0 $1' zero one; bash -c 'nosuch'; echo 'echo from stdin; read l; echo "l=$l"
data' | bash
printf '#!/bin/bash\necho shebang $0 $1\n' > sb; chmod +x sb; ./sb a
bash -c 'exit 9'; echo $?; bash nofile.sh; echo $?; bash -e -c 'false; echo no'; echo $?
sh -c 'echo posix $0'; bash -s x y <<< 'echo s $*'
