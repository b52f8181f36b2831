trap 'echo bye' EXIT
trap 'echo usr1' USR1
kill -USR1 $$
echo after
trap
trap - USR1
( trap 'echo subexit' EXIT; echo in )
trap '' TERM; kill -TERM $$; echo alive
f() { trap 'echo ret' RETURN; echo f; }; f
trap 'echo "dbg $BASH_COMMAND"' DEBUG
echo x
trap - DEBUG
sleep 5 & p=$!; kill $p; wait $p; echo $?
bash -c 'trap "echo got; exit 7" TERM; kill $$; echo no'; echo $?
exit 3
