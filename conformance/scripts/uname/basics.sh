# uname.
uname; uname -s; uname -n; uname -m; uname -o; uname -Z; echo $?
