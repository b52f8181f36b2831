# of which families netstat has statistics
for a in -x "-A unix" "-4 -6" "-6 -x" "-x -6 -4" "-A unix,inet" "-A inet,inet6" "-x -w" "-4 -4" "--unix --inet" "-A inet -4" -4 -6 "-A inet6"; do echo "# $a"; netstat -s $a 2>&1 | head -n 1; done
netstat -s -x; echo $?
