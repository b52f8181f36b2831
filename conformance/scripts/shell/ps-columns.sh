# ps by number, name, parent; columns with headers of one's own. Numbers are put into words.
sleep 33 & p=$!
sleep 44 & q=$!
sleep 0.3
t() { echo "+ ps $*" | sed -e "s/$p/P/" -e "s/$q/Q/" -e "s/$$/SELF/"; ps "$@" 2>&1 | sed -E -e "s/ *\b$p\b/ P/" -e "s/ *\b$q\b/ Q/" -e "s/ *\b$$\b/ SELF/g"; echo "= ${PIPESTATUS[0]}"; }
t -o pid,ppid,comm,args -p $p
t -o pid= -o comm= -p $p,$q
t -o pid=NUMBER,comm=NAME -p $q
t -o pid=,ppid=,args= -p "$p $q"
t -p $p
t -f -p $p | sed -E 's/[0-9]{2}:[0-9]{2} /HH:MM /'
t $p | sed 's/SN /S  /'
t -C sleep -o args=
t --ppid $$ -o args= | grep '^sleep [34]'
t -q $q -o comm=
t -p $p -o args --no-headers
t -o user,uid,gid,group,s,tty,time,nlwp,pcpu,pmem,cmd -p $p
t -o comm,pid -p $p
t -o args,pid -p $p
t -p 999999
t -p 999999 -o pid=
t -o pid,foo -p $p
t -p x
ps aux | awk -v p=$p '$2 == p {print $1, $7, $11, $12}'
ps -ef | awk -v p=$p -v s=$$ '$2 == p {print $1, $6, $8, $9}'
ps ax | awk -v p=$p '$1 == p {print $2, $5, $6}'
ps aux | head -n 1; ps -ef | head -n 1; ps ax | head -n 1
kill $p $q
